import { describe, expect, it } from "vitest";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { cases, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { joinedBranches } from "./joined-branches.ts";

type Words = ReturnType<typeof words>;

const blockOf = (work: (b: ArrayBuilder, w: Words, x: Var, y: Var) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const [x, y] = [b.variable("f64"), b.variable("f64")];
  return b.block([x, y], () => work(b, words(b), x, y));
};

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((s) => [s, ...blocksOf(s).flatMap(all)]);

/** What is left: branches, and sines in them. */
const leftIn = (block: Block) => {
  const made = joinedBranches(block);
  for (const x of [-1.5, 0, 0.75])
    expect(interpreted(made).run([x, 3]).map(plain)).toEqual(interpreted(block).run([x, 3]).map(plain));
  const statements = all(made);
  return {
    branches: statements.filter(({ kind }) => kind === "cond").length,
    sines: statements.filter((s) => s.kind === "equation" && s.equation.primitive.name === "sin").length,
  };
};

/** The sine of `x` times `y`, or the product of both. */
const wave = (b: ArrayBuilder, w: Words, x: Atom, y: Atom): Atom =>
  b.cond(
    w.lt(x, constant(0)),
    () => [w.mul(w.sin(x), y)],
    () => [w.mul(x, y)],
  )[0] as Atom;

describe("branches by the same test", () => {
  it("become one, in which an equation of both stands once", () => {
    const block = blockOf((b, w, x, y) => {
      const first = wave(b, w, x, y);
      const later = w.exp(first);
      return [first, wave(b, w, x, w.mul(y, y)), later];
    });
    expect(leftIn(block)).toEqual({ branches: 1, sines: 1 });
  });

  it("stay apart where the second one waits for what the first one makes", () => {
    const block = blockOf((b, w, x, y) => [wave(b, w, x, w.exp(wave(b, w, x, y)))]);
    expect(leftIn(block)).toEqual({ branches: 2, sines: 2 });
  });

  it("become one where both add to a sum, unless it is asked for between them", () => {
    const adding = (b: ArrayBuilder, w: Words, sum: Var, x: Atom, y: Atom): void => {
      b.cond(
        w.lt(x, constant(0)),
        () => {
          b.accumulate(sum, [], w.mul(w.sin(x), y));
          return [];
        },
        () => [],
      );
    };
    const together = blockOf((b, w, x, y) => {
      const sum = b.accumulator([]);
      adding(b, w, sum, x, y);
      adding(b, w, sum, x, w.mul(y, y));
      return [b.freeze(sum)];
    });
    expect(leftIn(together)).toEqual({ branches: 1, sines: 1 });
    const between = blockOf((b, w, x, y) => {
      const [sum, other] = [b.accumulator([]), b.accumulator([])];
      adding(b, w, sum, x, y);
      adding(b, w, other, x, b.freeze(sum));
      return [b.freeze(other)];
    });
    expect(leftIn(between)).toEqual({ branches: 2, sines: 2 });
  });

  it("by other tests stay apart", () => {
    const block = blockOf((b, w, x, y) => [wave(b, w, x, y), wave(b, w, y, x)]);
    expect(leftIn(block).branches).toBe(2);
  });
});

describe("blocks with joined branches", () => {
  it.each(cases)("give the same: $name", ({ block, inputs, expected }) => {
    expect(interpreted(joinedBranches(block)).run(inputs).map(plain)).toEqual(expected);
  });
});
