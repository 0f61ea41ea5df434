import { describe, expect, it } from "vitest";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { contractOperation } from "../operations/contract.ts";
import { randomLoops } from "../rewriting/random-loops.ts";
import { type Block, blocksOf } from "../statement.ts";
import { dense, words } from "./cases.ts";
import { eachStep } from "./each-step.ts";
import { storedFirst } from "./first-adds.ts";
import { heirsIn } from "./heirs.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { lower } from "./lower.ts";
import { plain } from "./plain.ts";
import type { Procedure, Value } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

interface Given {
  readonly b: ArrayBuilder;
  readonly w: ReturnType<typeof words>;
  readonly n: Var;
  readonly x: Var;
}

const mapped = ({ b, n }: Given, item: (i: Var) => Atom, isDown = false): Atom =>
  b.loop(n, [], (i) => ({ carried: [], collected: [item(i)] }), isDown).collected[0] as Atom;

const made = (work: (given: Given) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const x = b.variable("f64", [n]);
  return b.block([n, x], () => work({ b, w: words(b), n, x }));
};

const one = constant(1, "i32");

const table = ({ b, n }: Given, item: (i: Var, j: Var) => Atom, rows: Atom = n): Atom =>
  b.loop(rows, [], (i) => {
    const row = b.loop(n, [], (j) => ({ carried: [], collected: [item(i, j)] })).collected;
    return { carried: [], collected: row };
  }).collected[0] as Atom;

const squares = (g: Given): Atom => table(g, (i, j) => g.w.mul(g.b.read(g.x, [i]), g.b.read(g.x, [j])));

const each = ({ b, n }: Given, work: (i: Var) => void): void => {
  b.loop(n, [], (i) => {
    work(i);
    return { carried: [], collected: [] };
  });
};

const rowSum = (g: Given, row: Atom): Atom => {
  const sum = g.b.accumulator([]);
  each(g, (j) => g.b.accumulate(sum, [], g.b.read(row, [j])));
  return g.b.freeze(sum);
};

/** Rows of a matrix, each made by a loop from the row of another one, and from the sum of that. */
const rowByRow = (g: Given, y: Atom, item: (row: Atom, j: Var, sum: Atom) => Atom): Atom =>
  g.b.loop(g.n, [], (i) => {
    const row = g.b.read(y, [i]);
    const sum = rowSum(g, row);
    const made = g.b.loop(g.n, [], (j) => ({ carried: [], collected: [item(row, j, sum)] })).collected;
    return { carried: [], collected: made };
  }).collected[0] as Atom;

/** What comes out, and how many lists need memory of their own. */
const chains: Readonly<Record<string, readonly [lists: number, work: (given: Given) => readonly Atom[]]>> = {
  "lists of lists": [
    0,
    (g) => {
      const y = mapped(g, (i) => g.w.exp(g.b.read(g.x, [i])));
      const z = mapped(g, (i) => g.w.mul(g.b.read(y, [i]), g.b.read(y, [i])), true);
      return [mapped(g, (i) => g.w.add(g.b.read(z, [i]), constant(1)))];
    },
  ],
  "a sum to each element, which others are added to later": [
    0,
    (g) => {
      const { b, w, n, x } = g;
      const sum = b.accumulator([n]);
      const add = (of: (i: Var) => Atom): void => each(g, (i) => b.accumulate(sum, [i], of(i)));
      add((i) => w.exp(b.read(x, [i])));
      add((i) => w.mul(i, constant(0.5)));
      return [b.freeze(sum)];
    },
  ],
  "two lists from two": [
    1,
    (g) => {
      const { b, w, n, x } = g;
      const y = mapped(g, (i) => w.sin(b.read(x, [i])));
      return b.loop(n, [], (i) => {
        const [u, v] = [b.read(x, [i]), b.read(y, [i])];
        return { carried: [], collected: [w.add(u, v), w.sub(u, v)] };
      }).collected;
    },
  ],
  "a list that is read again": [
    2,
    (g) => {
      const y = mapped(g, (i) => g.w.exp(g.b.read(g.x, [i])));
      const z = mapped(g, (i) => g.w.neg(g.b.read(y, [i])));
      return [z, mapped(g, (i) => g.w.mul(g.b.read(g.x, [i]), g.b.read(y, [i]))), g.x];
    },
  ],
  "a list that comes out": [
    1,
    (g) => {
      const y = mapped(g, (i) => g.w.exp(g.b.read(g.x, [i])));
      return [y, mapped(g, (i) => g.w.neg(g.b.read(y, [i])))];
    },
  ],
  "other elements": [1, (g) => [mapped(g, (i) => g.b.read(g.x, [g.w.sub(g.w.sub(g.n, one), i)]))]],
  "elements next to that of the turn": [
    1,
    (g) => [mapped(g, (i) => g.w.add(g.b.read(g.x, [i]), g.b.read(g.x, [g.w.sub(i, one)], true)))],
  ],
  "elements that are read in a loop of each turn": [1, (g) => [mapped(g, () => g.w.mul(rowSum(g, g.x), constant(2)))]],
  matrices: [1, (g) => [rowByRow(g, squares(g), (row, j, sum) => g.w.add(g.b.read(row, [j]), sum))]],
  "matrices by both indices": [
    1,
    (g) => {
      const y = squares(g);
      return [table(g, (i, j) => g.w.exp(g.b.read(y, [i, j])))];
    },
  ],
  "a product of matrices, which one of its factors makes": [
    2,
    (g) => {
      const y = squares(g);
      const [z = y] = g.b.operation(contractOperation, [y, y], { spec: "ij,jk->ik" });
      return [table(g, (i, j) => g.w.add(g.b.read(z, [i, j]), g.b.read(y, [j, i])))];
    },
  ],
  "a sum to each element of a matrix": [
    1,
    (g) => {
      const [y, sum] = [squares(g), g.b.accumulator([g.n, g.n])];
      each(g, (i) => each(g, (j) => g.b.accumulate(sum, [i, j], g.w.exp(g.b.read(y, [i, j])))));
      return [g.b.freeze(sum)];
    },
  ],
  "a transposed matrix": [
    2,
    (g) => {
      const y = squares(g);
      return [table(g, (i, j) => g.w.add(g.b.read(y, [j, i]), g.w.mul(i, constant(0.5))))];
    },
  ],
  "a row that is read from beside the turn": [
    2,
    (g) => [rowByRow(g, squares(g), (row, j) => g.w.sub(g.b.read(row, [g.w.sub(g.w.sub(g.n, one), j)]), j))],
  ],
  "a row that is read again after it was made": [
    3,
    (g) => {
      const { b, n } = g;
      const y = squares(g);
      return b.loop(n, [], (i) => {
        const row = b.read(y, [i]);
        const items = b.loop(n, [], (j) => ({ carried: [], collected: [g.w.neg(b.read(row, [j]))] })).collected;
        return { carried: [], collected: [...items, rowSum(g, row)] };
      }).collected;
    },
  ],
  "a row that was taken before": [
    2,
    (g) => {
      const { b, w, n, x } = g;
      const rows = w.add(n, one);
      const y = table(g, (i, j) => w.mul(w.add(i, one), b.read(x, [j])), rows);
      const first = b.read(y, [constant(0, "i32")]);
      return [table(g, (i, j) => w.sub(b.read(y, [i, j]), b.read(first, [j])), rows)];
    },
  ],
  "an element that is read after the sum got its own": [
    1,
    (g) => {
      const { b, w, n, x } = g;
      const sum = b.accumulator([n]);
      const total = b.accumulator([]);
      b.loop(n, [], (i) => {
        b.accumulate(sum, [i], w.mul(i, constant(3)));
        b.accumulate(total, [], b.read(x, [i]));
        return { carried: [], collected: [] };
      });
      return [b.freeze(sum), b.freeze(total)];
    },
  ],
};

const inputs = (n: number): readonly Value[] => [n, dense(Array.from({ length: n }, (_, i) => Math.cos(3 * i)))];

const numbers = (procedure: Procedure | undefined, given: readonly Value[]): readonly number[] =>
  (procedure?.run(given) ?? []).flatMap((value) => [plain(value)].flat().map(Number));

const expectSame = (found: readonly number[], expected: readonly number[], what: string): void => {
  expect(found.length, what).toBe(expected.length);
  for (const [k, x] of found.entries())
    if (!Object.is(x, expected[k]))
      expect(Math.abs(x - (expected[k] ?? Number.NaN)), what).toBeLessThan(1e-12 * (1 + Math.abs(x)));
};

const reservesIn = (block: Block): number => {
  let count = 0;
  eachStep(lower(block, 8).steps, ({ do: name }) => {
    if (name === "reserve") count++;
  });
  return count;
};

const heirsOf = (block: Block, given: readonly Var[]): number =>
  block.statements
    .flatMap(blocksOf)
    .reduce((sum, inner) => sum + heirsOf(inner, []), heirsIn(block, given, storedFirst(block)).size);

describe("lists that lie where others did", () => {
  it.each(Object.entries(chains))("take the place of what nobody reads any more: %s", (_name, [lists, work]) => {
    const block = made(work);
    expect(reservesIn(block)).toBe(lists);
    for (const procedure of [jsProcedure(block), wasmProcedure(block), wasmProcedure(block, "f64")])
      for (const n of [0, 1, 2, 3, 8, 9, 9])
        expectSame(numbers(procedure, inputs(n)), numbers(interpreted(block), inputs(n)), `n = ${n}`);
  });

  it("are found in random loops, and give what the interpreter gives", () => {
    let found = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { block, inputs } = randomLoops(seed);
      const last: Block = {
        ...block,
        results: block.results.filter((_, k) => k === 0 || k === block.results.length - 1),
      };
      found += heirsOf(last, last.params);
      const expected = numbers(interpreted(last), inputs);
      for (const procedure of [jsProcedure(last), wasmProcedure(last)])
        for (const run of [1, 2]) expectSame(numbers(procedure, inputs), expected, `seed ${seed}, run ${run}`);
    }
    expect(found).toBeGreaterThan(100);
  });
});
