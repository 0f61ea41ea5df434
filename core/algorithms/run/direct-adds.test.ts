import { describe, expect, it } from "vitest";
import type { Atom, Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { contractOperation } from "../operations/contract.ts";
import type { Block } from "../statement.ts";
import { dense } from "./cases.ts";
import { eachStep } from "./each-step.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { lower } from "./lower.ts";
import { plain } from "./plain.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

interface Given {
  readonly b: ArrayBuilder;
  readonly n: Var;
  /** Matrices of n rows and n columns. */
  readonly x: Var;
  readonly y: Var;
}

const product = ({ b }: Given, spec: string, x: Atom, y: Atom): Atom =>
  b.operation(contractOperation, [x, y], { spec })[0] ?? x;

/** What comes out, and how many arrays are added to others after they were made. */
const sums: Readonly<Record<string, readonly [added: number, work: (given: Given) => readonly Atom[]]>> = {
  "products of matrices in loops": [
    0,
    (g) => {
      const sum = g.b.accumulator([g.n, g.n]);
      const all = cube(g);
      g.b.loop(g.n, [], (turn) => {
        g.b.accumulate(sum, [], product(g, "ij,jk->ik", g.b.read(all, [turn]), g.y));
        return { carried: [], collected: [] };
      });
      g.b.accumulate(sum, [], product(g, "ij,kj->ki", g.y, g.x));
      return [g.b.freeze(sum)];
    },
  ],
  "products over two letters, one of which is gone through outside": [
    0,
    (g) => {
      const sum = g.b.accumulator([g.n]);
      g.b.accumulate(sum, [], product(g, "ij,ij->j", g.x, g.y));
      g.b.accumulate(sum, [], product(g, "ijk,ikj->k", cube(g), cube(g)));
      return [g.b.freeze(sum)];
    },
  ],
  "a product that something else uses": [
    1,
    (g) => {
      const sum = g.b.accumulator([g.n, g.n]);
      const z = product(g, "ij,jk->ik", g.x, g.y);
      g.b.accumulate(sum, [], z);
      return [g.b.freeze(sum), z];
    },
  ],
  "a product that is made before the sum": [
    1,
    (g) => {
      const z = product(g, "ij,jk->ik", g.x, g.y);
      const sum = g.b.accumulator([g.n, g.n]);
      g.b.accumulate(sum, [], z);
      return [g.b.freeze(sum)];
    },
  ],
  "a product that is made before the first sums are stored": [
    1,
    (g) => {
      const { b, n } = g;
      const sum = b.accumulator([n, n]);
      const z = product(g, "ij,jk->ik", g.x, g.y);
      b.loop(n, [], (i) => {
        b.loop(n, [], (j) => {
          b.accumulate(sum, [i, j], b.read(g.x, [j, i]));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [] };
      });
      b.accumulate(sum, [], z);
      return [b.freeze(sum)];
    },
  ],
};

const cube = ({ b, n, x }: Given): Atom => b.loop(n, [], () => ({ carried: [], collected: [x] })).collected[0] ?? x;

const made = (work: (given: Given) => readonly Atom[]): Block => {
  const b = arrayBuilder();
  const n = b.variable("i32");
  const [x, y] = [b.variable("f64", [n, n]), b.variable("f64", [n, n])];
  return b.block([n, x, y], () => work({ b, n, x, y }));
};

const matrix = (n: number, seed: number) =>
  dense(
    Array.from({ length: n * n }, (_, k) => Math.sin(seed + 3 * k)),
    n,
    n,
  );

describe("products of arrays that are nothing but added to others", () => {
  it.each(Object.entries(sums))("add to them themselves: %s", (_name, [added, work]) => {
    const block = made(work);
    let count = 0;
    eachStep(lower(block, 8).steps, (step) => {
      if (step.do === "gainAll") count++;
    });
    expect(count).toBe(added);
    for (const procedure of [jsProcedure(block), wasmProcedure(block), wasmProcedure(block, "f64")])
      for (const n of [1, 2, 3, 7]) {
        const inputs = [n, matrix(n, 1), matrix(n, 2)];
        const [found, expected] = [procedure, interpreted(block)].map((each) =>
          (each?.run(inputs) ?? []).flatMap((value) => [plain(value)].flat(2).map(Number)),
        );
        expect(found?.length).toBe(expected?.length);
        for (const [k, x] of (found ?? []).entries())
          expect(Math.abs(x - (expected?.[k] ?? Number.NaN))).toBeLessThan(1e-13 * n * n);
      }
  });
});
