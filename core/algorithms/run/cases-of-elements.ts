import { mod } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { at, type Case, dense, doubling, int, m23, made, matrix, vector, x5 } from "./case.ts";

/** Places that are computed, branches, sums, and steps on whole arrays. */
export const casesOfElements: readonly Case[] = [
  made("elements at places that are computed", {
    params: (b) => [...vector(b), b.variable("f64", [int(6)])],
    work: (b, w, p) =>
      b.loop(int(6), [], (i) => {
        const k = b.read(at(p, 2), [i]);
        return { carried: [], collected: [b.read(at(p, 0), [k], true), b.read(at(p, 0), [w.sub(i, int(1))], true)] };
      }).collected,
    inputs: [dense(x5), 5, dense([4, -1, 0.5, 5, Number.NaN, 0])],
    expected: [
      [-0.75, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0.5],
      [Number.NaN, ...x5],
    ],
  }),
  made("elements of truth values, and past their end", {
    params: (b) => [b.variable("bool", [int(3)])],
    work: (b, w, p) =>
      b.loop(int(4), [], (i) => {
        const holds = b.read(at(p, 0), [i], true);
        return { carried: [], collected: [holds, w.where(holds, constant(5), constant(6))] };
      }).collected,
    inputs: [dense([1, 0, 1])],
    expected: [
      [1, 0, 1, 0],
      [5, 6, 5, 6],
    ],
  }),
  made("arithmetic of whole numbers finds places", {
    params: (b) => [b.variable("f64", [int(12)]), b.variable("i32")],
    work: (b, w, p) =>
      b.loop(int(3), [], (i) => ({
        carried: [],
        collected: b.loop(int(4), [], (j) => ({
          carried: [],
          collected: [b.read(at(p, 0), [w.add(w.mul(i, at(p, 1)), w.sub(constant(3), j))]), w.mul(i, w.sub(j, int(2)))],
        })).collected,
      })).collected,
    inputs: [dense(Array.from({ length: 12 }, (_, k) => 100 + k)), 4],
    expected: [
      [103, 102, 101, 100, 107, 106, 105, 104, 111, 110, 109, 108],
      [-0, -0, 0, 0, -2, -1, 0, 1, -4, -2, 0, 2],
    ],
  }),
  made("only one branch is run", {
    params: (b) => [b.variable("f64"), b.variable("i32")],
    work: (b, w, p) =>
      b.cond(
        w.gt(at(p, 0), constant(0)),
        () => [w.mul(at(p, 0), constant(2)), b.data(Float64Array.of(1, 2))],
        () => {
          const once = b.repeat(
            int(1),
            [at(p, 0)],
            () => constant(true),
            ([x]) => [x as Var],
          );
          return [once.carried[0] as Atom, b.data(Float64Array.of(3, 4))];
        },
      ),
    inputs: [1.5, 3],
    expected: [3, [1, 2]],
  }),
  made("branches inside a loop, arrays and numbers", {
    params: vector,
    work: (b, w, p) => {
      const sums = b.accumulator([int(2)]);
      const { collected } = b.loop(at(p, 1), [], (i) => {
        const x = b.read(at(p, 0), [i]);
        const [y, pair] = b.cond(
          w.gt(x, constant(0)),
          () => {
            b.accumulate(sums, [int(0)], x);
            return [
              w.exp(x),
              b.loop(int(2), [], (k) => ({ carried: [], collected: [w.mul(x, k)] })).collected[0] as Atom,
            ];
          },
          () => {
            b.accumulate(sums, [int(1)], w.neg(x));
            return [constant(0), b.data(Float64Array.of(7, 8))];
          },
        );
        return { carried: [], collected: [y as Atom, pair as Atom] };
      });
      return [...collected, b.freeze(sums)];
    },
    inputs: [dense(x5), 5],
    expected: [
      x5.map((x) => (x > 0 ? Math.exp(x) : 0)),
      x5.flatMap((x) => (x > 0 ? [0, x] : [7, 8])),
      [0.5 + 2 + 3.5, 1.25 + 0.75],
    ],
  }),
  made("a loop while a condition holds", {
    params: (b) => [b.variable("f64"), b.variable("f64", [int(2)])],
    work: (b, w, p) => {
      const done = b.repeat(
        int(100),
        [at(p, 0), at(p, 1)],
        ([x]) => w.gt(x as Var, constant(1)),
        ([x, v]) => [
          w.div(x as Var, constant(2)),
          b.loop(int(2), [], (k) => ({ carried: [], collected: [w.add(b.read(v as Var, [k]), w.mul(x as Var, k))] }))
            .collected[0] as Atom,
        ],
      );
      return [...done.carried, done.turns];
    },
    inputs: [20, dense([1, 2])],
    expected: [0.625, [1, 2 + 20 + 10 + 5 + 2.5 + 1.25], 5],
  }),
  made("sums into elements and rows, from a histogram to a matrix", {
    params: matrix,
    work: (b, w, p) => {
      const [m, n] = [at(p, 1), at(p, 2)];
      const [columns, turned, total] = [b.accumulator([n]), b.accumulator([n, m]), b.accumulator([m, n])];
      b.loop(m, [], (i) => {
        b.accumulate(columns, [], b.read(at(p, 0), [i]));
        b.accumulate(total, [w.sub(int(1), i)], b.read(at(p, 0), [i]));
        b.loop(n, [], (j) => {
          b.accumulate(turned, [j, i], w.mul(b.read(at(p, 0), [i, j]), constant(10)));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [] };
      });
      return [b.freeze(columns), b.freeze(turned), b.freeze(total)];
    },
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [
      [5, 7, 9],
      [10, 40, 20, 50, 30, 60],
      [4, 5, 6, 1, 2, 3],
    ],
  }),
  made("accumulators inside a loop start at zero every turn", {
    params: matrix,
    work: (b, _w, p) =>
      b.loop(at(p, 1), [], (i) => {
        const [sum, copy] = [b.accumulator([]), b.accumulator([at(p, 2)])];
        b.loop(at(p, 2), [], (j) => {
          b.accumulate(sum, [], b.read(at(p, 0), [i, j]));
          b.accumulate(copy, [j], b.read(at(p, 0), [i, j]));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [b.freeze(sum), b.freeze(copy)] };
      }).collected,
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [[6, 15], m23],
  }),
  made("sums to which the first loop adds each element once", {
    params: matrix,
    work: (b, w, p) => {
      const [m, n] = [at(p, 1), at(p, 2)];
      return b.loop(int(3), [], (turn) => {
        const [rows, items, all, half] = [[m, n], [n], [m, n], [m, n]].map((shape) => b.accumulator(shape)) as [
          Var,
          Var,
          Var,
          Var,
        ];
        b.loop(m, [], (i) => {
          b.accumulate(rows, [i], b.read(at(p, 0), [i]));
          b.loop(n, [], (j) => {
            b.accumulate(all, [i, j], w.add(b.read(at(p, 0), [i, j]), turn));
            b.accumulate(half, [i, int(0)], j);
            return { carried: [], collected: [] };
          });
          return { carried: [], collected: [] };
        });
        for (const factor of [constant(1), constant(10)])
          b.loop(n, [], (j) => {
            b.accumulate(items, [j], w.mul(factor, w.add(b.read(at(p, 0), [int(1), j]), turn)));
            b.accumulate(rows, [int(0), j], factor);
            return { carried: [], collected: [] };
          });
        return { carried: [], collected: [rows, items, all, half].map(b.freeze) };
      }).collected;
    },
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [
      [0, 1, 2].flatMap(() => [12, 13, 14, 4, 5, 6]),
      [0, 1, 2].flatMap((turn) => [4, 5, 6].map((x) => 11 * (x + turn))),
      [0, 1, 2].flatMap((turn) => m23.map((x) => x + turn)),
      [0, 1, 2].flatMap(() => [3, 0, 0, 3, 0, 0]),
    ],
  }),
  made("places that are remainders, also of nothing", {
    params: (b) => [...vector(b), b.variable("i32")],
    work: (b, w, p) =>
      b.loop(int(4), [], (i) => ({
        carried: [],
        collected: [
          b.read(at(p, 0), [b.emit(mod.primitive, [i, at(p, 1)])], true),
          w.where(w.lt(b.read(at(p, 0), [b.emit(mod.primitive, [i, at(p, 2)])], true), constant(9)), i, constant(-1)),
          w.add(b.emit(mod.primitive, [i, constant(3)]), constant(0.5)),
        ],
      })).collected,
    inputs: [dense([7, 8]), 2, 0],
    expected: [
      [7, 8, 7, 8],
      [-1, -1, -1, -1],
      [0.5, 1.5, 2.5, 0.5],
    ],
  }),
  made("steps on whole arrays, in and out of loops", {
    params: matrix,
    work: (b, w, p) => {
      const [all, sum] = b.operation(doubling, [at(p, 0)]);
      const { collected } = b.loop(at(p, 1), [], (i) => {
        const [row, rowSum] = b.operation(doubling, [b.read(at(p, 0), [i])]);
        const [one] = b.operation(doubling, [w.add(i, constant(0.5))]);
        return { carried: [], collected: [row as Atom, rowSum as Atom, one as Atom] };
      });
      return [all as Atom, sum as Atom, ...collected];
    },
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [m23.map((x) => 2 * x), 21, m23.map((x) => 2 * x), [6, 15], [1, 3]],
  }),
  made("sizes that are computed", {
    params: (b) => [b.variable("f64")],
    work: (b, w, p) => {
      const n = w.floor(at(p, 0));
      return b.loop(n, [], (i) => ({ carried: [], collected: [w.mul(i, i)] })).collected;
    },
    inputs: [3.75],
    expected: [[0, 1, 4]],
  }),
];
