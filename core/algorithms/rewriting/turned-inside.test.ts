import { describe, expect, it } from "vitest";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { blockLike } from "../derivatives/block-like.ts";
import { jvp, replay } from "../derivatives/jvp.ts";
import { zeroLike } from "../derivatives/partial.ts";
import { dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { randomBlock } from "../run/random-blocks.ts";
import type { Value } from "../run/values.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, isArray, type Statement } from "../statement.ts";
import { pruned } from "./prune.ts";
import { turnedInside } from "./turned-inside.ts";

type Words = ReturnType<typeof words>;

const columns = 5;

/** A block of `n` numbers that tabulates something for each of five columns. */
const tableOf = (work: (b: ArrayBuilder, w: Words, x: Var, n: Var, column: Var) => Atom): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const x = b.variable("f64", [n]);
  return b.block(
    [x, n],
    () =>
      b.loop(constant(columns, "i32"), [], (column) => ({
        carried: [],
        collected: [work(b, words(b), x, n, column)],
      })).collected,
  );
};

const sumOver = (b: ArrayBuilder, count: Atom, f: (turn: Var) => Atom): Atom => {
  const sum = b.accumulator([]);
  b.loop(count, [], (turn) => {
    b.accumulate(sum, [], f(turn));
    return { carried: [], collected: [] };
  });
  return b.freeze(sum);
};

const isFive = (s: Statement): boolean =>
  s.kind === "loop" && s.count.kind === "const" && Number(s.count.value) === columns;

/** How many sines are computed for each column. */
const sinesByColumn = ({ statements }: Block, isInside = false): number =>
  statements.reduce((sum, s) => {
    const own = isInside && s.kind === "equation" && s.equation.primitive.name === "sin" ? 1 : 0;
    return blocksOf(s).reduce((all, inner) => all + sinesByColumn(inner, isInside || isFive(s)), sum + own);
  }, 0);

const turned = (block: Block): Block => pruned(turnedInside(pruned(block)));

/** That a block and what is made of it come to the same. */
const expectSame = (block: Block, made: Block, inputs: readonly Value[], what: string): void => {
  const expected = interpreted(block).run(inputs).flatMap(plain) as readonly number[];
  for (const procedure of [interpreted(made), wasmProcedure(made)]) {
    const found = procedure?.run(inputs).flatMap(plain) as readonly number[];
    expect(found.length).toBe(expected.length);
    for (const [k, x] of expected.entries()) expect(found[k], what).toBeCloseTo(x, 10);
  }
};

const numbers = [0.5, -1.25, 2, 3.5, -0.75, 1, 4];

const sinesLeft = (block: Block): number => {
  const made = turned(block);
  for (let count = 0; count <= numbers.length; count++)
    expectSame(block, made, [dense(numbers.slice(0, count), count), count], `${count} numbers`);
  return sinesByColumn(made);
};

describe("a loop of columns", () => {
  it("goes inside of a loop of which much is the same for all columns", () => {
    const block = tableOf((b, w, x, n, column) =>
      sumOver(b, n, (i) => w.mul(w.sin(b.read(x, [i])), w.add(b.read(x, [i]), column))),
    );
    expect(sinesByColumn(block)).toBe(1);
    expect(sinesLeft(block)).toBe(0);
  });

  it("goes inside of loops that carry something, of branches and of loops with a test", () => {
    const block = tableOf((b, w, x, n, column) => {
      const { carried } = b.loop(n, [constant(1), column], (i, [same, other]) => {
        const [next] = b.cond(
          w.lt(b.read(x, [i]), constant(1)),
          () => [w.mul(w.sin(same as Atom), w.sin(other as Atom))],
          () => [w.add(w.sin(w.add(same as Atom, constant(2))), other as Atom)],
        );
        return { carried: [w.sin(w.add(same as Atom, b.read(x, [i]))), next as Atom], collected: [] };
      });
      const { carried: halved } = b.repeat(
        constant(50, "i32"),
        [w.add(w.mul(n, n), constant(1)), carried[1] as Atom],
        ([size]) => w.gt(size as Atom, constant(1)),
        ([size, value]) => [w.mul(size as Atom, constant(0.5)), w.add(value as Atom, w.sin(size as Atom))],
      );
      return halved[1] as Atom;
    });
    expect(sinesByColumn(block)).toBe(5);
    expect(sinesLeft(block)).toBe(1);
  });

  it("stays where it is where the number of turns depends on the column, or little is the same", () => {
    const uneven = tableOf((b, w, _x, n, column) =>
      sumOver(b, column, (i) => w.mul(w.sin(w.mul(i, n)), w.add(i, column))),
    );
    expect(sinesLeft(uneven)).toBe(1);
    const own = tableOf((b, w, x, n, column) =>
      sumOver(b, n, (i) => w.sin(w.mul(w.sin(w.mul(b.read(x, [i]), column)), column))),
    );
    expect(sinesLeft(own)).toBe(2);
  });

  it("gives what it gave where others read its columns, in part and as a whole", () => {
    const b = arrayBuilder();
    const w = words(b);
    const n = b.variable("i32");
    const x = b.variable("f64", [n]);
    const block = b.block([x, n], () => {
      const { collected } = b.loop(constant(columns, "i32"), [], (column) => ({
        carried: [],
        collected: b.loop(n, [], (i) => ({
          carried: [],
          collected: [w.mul(w.sin(b.read(x, [i])), w.add(b.read(x, [i]), column)), b.read(x, [i])],
        })).collected,
      }));
      const [table, copies] = collected as readonly [Atom, Atom];
      const total = sumOver(b, constant(columns, "i32"), (k) =>
        w.mul(
          k,
          sumOver(b, n, (i) => w.mul(b.read(table, [k, i]), b.read(b.read(copies, [k]), [i]))),
        ),
      );
      return [table, copies, total];
    });
    expect(sinesLeft(block)).toBe(0);
  });
});

const isTurned = (block: Block): boolean =>
  pruned(block).statements.some((s) => isFive(s) && turnedInside(block) !== block);

/** A random block done for five columns, of which each moves the smooth inputs a little. */
const inColumns = (
  block: Block,
  work: (b: ArrayBuilder, inputs: readonly Atom[], column: Var) => readonly Atom[],
): Block =>
  blockLike(
    block,
    [],
    (b, inputs) =>
      b.loop(constant(columns, "i32"), [], (column) => ({ carried: [], collected: work(b, inputs, column) })).collected,
  );

describe("random blocks in a loop of columns", () => {
  const seeds = Array.from({ length: 60 }, (_, k) => k + 1);

  const check = (make: (block: Block) => Block): number => {
    let count = 0;
    for (const seed of seeds) {
      const { block, inputs } = randomBlock(seed);
      const table = make(block);
      if (!isTurned(table)) continue;
      count++;
      expectSame(table, turned(table), inputs, `seed ${seed}`);
    }
    return count;
  };

  it("give the same where one input differs between columns", () => {
    const count = check((block) =>
      inColumns(block, (b, inputs, column) => {
        const [, x = constant(0)] = inputs;
        const moved = words(b).add(x, words(b).mul(constant(0.125), column));
        return replay(
          b,
          block,
          inputs.map((input) => (input === x ? moved : input)),
        );
      }),
    );
    expect(count).toBeGreaterThan(seeds.length / 10);
  });

  it("give the same slopes along one direction for each column", () => {
    const count = check((block) =>
      inColumns(block, (b, inputs, column) => {
        const along = inputs.map((input) => (input.dtype === "f64" && !isArray(input) ? column : undefined));
        const { results, tangents } = jvp(b, block, inputs, along);
        return results.map((result, k) => tangents[k] ?? zeroLike(b, result));
      }),
    );
    expect(count).toBeGreaterThan(seeds.length / 10);
  });
});
