import { describe, expect, it } from "vitest";
import type { Atom, Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { dense, words } from "../run/cases.ts";
import { interpreted } from "../run/interpret.ts";
import { plain } from "../run/plain.ts";
import { wasmProcedure } from "../run/wasm-procedure.ts";
import { type Block, blocksOf, isArray, outputsOf, type Statement } from "../statement.ts";
import { madeInPlace } from "./made-in-place.ts";

interface Given {
  readonly b: ArrayBuilder;
  readonly w: ReturnType<typeof words>;
  readonly n: Var;
  readonly x: Var;
}

const table = ({ b, n }: Given, item: (i: Var, j: Var) => Atom): Atom =>
  b.loop(n, [], (i) => ({
    carried: [],
    collected: b.loop(n, [], (j) => ({ carried: [], collected: [item(i, j)] })).collected,
  })).collected[0] as Atom;

const outer = (g: Given): Atom => table(g, (i, j) => g.w.mul(g.b.read(g.x, [i]), g.b.read(g.x, [j])));

/** What comes out, and how many matrices are made. */
const programs: Readonly<Record<string, readonly [matrices: number, work: (given: Given) => readonly Atom[]]>> = {
  "a matrix that is mapped": [
    1,
    (g) => {
      const y = outer(g);
      return [table(g, (i, j) => g.w.exp(g.b.read(g.b.read(y, [i]), [j])))];
    },
  ],
  "one after the other, by both indices": [
    1,
    (g) => {
      const y = outer(g);
      const z = table(g, (i, j) => g.w.sub(g.b.read(y, [i, j]), j));
      return [table(g, (i, j) => g.w.add(g.b.read(z, [i, j]), g.w.mul(g.b.read(z, [i, j]), i)))];
    },
  ],
  "a matrix that only goes into sums": [
    0,
    (g) => {
      const { b, w, n, x } = g;
      const y = outer(g);
      const sum = b.accumulator([n]);
      b.loop(n, [], (i) => {
        b.loop(n, [], (j) => {
          b.accumulate(sum, [j], w.mul(b.read(y, [i, j]), b.read(x, [i])));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [] };
      });
      return [b.freeze(sum)];
    },
  ],
  "its own numbers as they are": [
    1,
    (g) => {
      const y = outer(g);
      return [table(g, (i, j) => g.b.read(y, [i, j]))];
    },
  ],
  "a transposed matrix": [
    2,
    (g) => {
      const y = outer(g);
      return [table(g, (i, j) => g.w.sub(g.b.read(y, [j, i]), i))];
    },
  ],
  "two readers": [
    3,
    (g) => {
      const y = outer(g);
      return [table(g, (i, j) => g.w.neg(g.b.read(y, [i, j]))), table(g, (i, j) => g.w.exp(g.b.read(y, [i, j])))];
    },
  ],
  "a matrix of which something dear is computed": [
    2,
    (g) => {
      const y = table(g, (i, j) => g.w.exp(g.w.mul(g.b.read(g.x, [i]), j)));
      return [table(g, (i, j) => g.w.mul(g.b.read(y, [i, j]), i))];
    },
  ],
  "a matrix that is read in a loop of each turn": [
    2,
    (g) => {
      const { b, n } = g;
      const y = outer(g);
      return [
        table(g, (i) => {
          const sum = b.accumulator([]);
          b.loop(n, [], (k) => {
            b.accumulate(sum, [], b.read(y, [i, k]));
            return { carried: [], collected: [] };
          });
          return g.w.add(b.freeze(sum), i);
        }),
      ];
    },
  ],
  "a matrix that a loop begins with": [
    3,
    (g) => {
      const y = outer(g);
      const { carried } = g.b.loop(g.n, [y], (_i, [z]) => ({
        carried: [table(g, (i, j) => g.w.add(g.b.read(z as Atom, [i, j]), i))],
        collected: [],
      }));
      return carried;
    },
  ],
  "a matrix that comes out": [
    2,
    (g) => {
      const y = outer(g);
      return [y, table(g, (i, j) => g.w.neg(g.b.read(y, [i, j])))];
    },
  ],
};

const isMatrix = (atom: Atom): boolean => isArray(atom) && atom.shape.length === 2;

const matricesIn = ({ statements }: Block): number =>
  statements.reduce(
    (sum: number, s: Statement) =>
      sum + outputsOf(s).filter(isMatrix).length + blocksOf(s).reduce((inner, block) => inner + matricesIn(block), 0),
    0,
  );

describe("matrices of cheap numbers that one loop reads", () => {
  it.each(Object.entries(programs))("are made where they are read: %s", (_name, [matrices, work]) => {
    const b = arrayBuilder();
    const n = b.variable("i32");
    const x = b.variable("f64", [n]);
    const block = b.block([n, x], () => work({ b, w: words(b), n, x }));
    const made = madeInPlace(block);
    expect(matricesIn(made)).toBe(matrices);
    for (const count of [0, 1, 2, 5]) {
      const inputs = [count, dense(Array.from({ length: count }, (_, k) => Math.cos(3 * k)))];
      const [expected, ...others] = [interpreted(block), interpreted(made), wasmProcedure(made)].map((procedure) =>
        (procedure?.run(inputs) ?? []).flatMap((value) => [plain(value)].flat(2).map(Number)),
      );
      for (const found of others) {
        expect(found.length).toBe(expected?.length);
        for (const [k, value] of found.entries()) expect(value).toBeCloseTo(expected?.[k] ?? Number.NaN, 12);
      }
    }
  });
});
