import { describe, expect, it } from "vitest";
import { constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { cases, dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { pruned } from "./prune.ts";

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

/** How many statements of each kind a block has. */
const counts = (block: Block): Readonly<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const { kind } of all(block)) found[kind] = (found[kind] ?? 0) + 1;
  return found;
};

const int = (n: number) => constant(n, "i32");

describe("pruned blocks", () => {
  it.each(cases)("give the same: $name", ({ block, inputs, expected }) => {
    expect(interpreted(pruned(block)).run(inputs).map(plain)).toEqual(expected);
  });

  it("lose equations, data, reads and whole loops that nobody needs", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64");
    const block = b.block([x], () => {
      const table = b.data(Float64Array.of(1, 2));
      const { collected } = b.loop(int(2), [], (i) => ({ carried: [], collected: [w.mul(b.read(table, [i]), x)] }));
      w.add(b.read(collected[0] ?? x, [int(0)]), x);
      return [w.exp(x)];
    });
    expect(counts(block)).toEqual({ data: 1, loop: 1, read: 2, equation: 3 });
    expect(counts(pruned(block))).toEqual({ equation: 1 });
  });

  it("lose carried variables that only go round, and keep those that others read", () => {
    const b = arrayBuilder();
    const w = words(b);
    const block = b.block([], () => {
      const { carried } = b.loop(
        int(3),
        [1, 2, 3, 4].map((x) => constant(x)),
        (_i, [p, q, r, s]) =>
          p && q && r && s
            ? { carried: [w.add(p, q), w.exp(q), w.mul(r, s), w.add(r, s)], collected: [w.sin(p), w.sin(r)] }
            : { carried: [], collected: [] },
      );
      return [carried[0] ?? constant(0)];
    });
    const [loop] = pruned(block).statements;
    expect(loop).toMatchObject({ kind: "loop", initial: [{ value: 1 }, { value: 2 }] });
    expect(loop?.kind === "loop" && loop.outputs.length).toBe(2);
    expect(counts(pruned(block))).toEqual({ loop: 1, equation: 2 });
    expect(interpreted(pruned(block)).run([])).toEqual(interpreted(block).run([]));
  });

  it("lose a sum that is not frozen or not asked for, with what is added to it in loops and branches", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(4)]);
    const block = b.block([x], () => {
      const [asked, unasked, other] = [b.accumulator([]), b.accumulator([]), b.accumulator([int(4)])];
      b.loop(int(4), [], (i) => {
        const item = b.read(x, [i]);
        b.accumulate(asked, [], item);
        b.accumulate(unasked, [], w.exp(item));
        b.cond(
          w.gt(item, constant(0)),
          () => {
            b.accumulate(other, [i], w.sin(item));
            return [];
          },
          () => [],
        );
        return { carried: [], collected: [] };
      });
      b.freeze(unasked);
      return [b.freeze(asked)];
    });
    expect(counts(pruned(block))).toEqual({ accumulator: 1, loop: 1, read: 1, accumulate: 1, freeze: 1 });
    expect(interpreted(pruned(block)).run([dense([1, 2, 3, 4])])).toEqual([10]);
  });

  it("keep of a loop with a test what its test needs", () => {
    const b = arrayBuilder();
    const w = words(b);
    const block = b.block([], () => {
      const { turns } = b.repeat(
        int(100),
        [constant(1), constant(0), constant(5)],
        ([x = constant(0)]) => w.lt(x, constant(50)),
        ([x = constant(0), y = constant(0), z = constant(0)]) => [w.mul(x, constant(2)), w.add(y, z), w.exp(z)],
      );
      return [turns];
    });
    const [loop] = pruned(block).statements;
    expect(loop).toMatchObject({ kind: "while", initial: [{ value: 1 }] });
    expect(interpreted(pruned(block)).run([])).toEqual([6]);
  });

  it("keep the outputs of branches that are read, and lose the others", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64");
    const block = b.block([x], () => {
      const [, second] = b.cond(
        w.gt(x, constant(0)),
        () => [w.sin(x), w.exp(x)],
        () => [w.exp(w.sin(x)), w.sin(w.exp(x))],
      );
      return [second ?? x];
    });
    expect(counts(pruned(block))).toEqual({ cond: 1, equation: 4 });
  });

  it("do not overflow the stack in a chain of a hundred thousand steps", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64");
    const block = b.block([x], () => {
      let y: typeof x | ReturnType<typeof w.add> = x;
      for (let k = 0; k < 100_000; k++) y = w.add(y, constant(k));
      return [y];
    });
    expect(pruned(block).statements.length).toBe(100_000);
  });
});
