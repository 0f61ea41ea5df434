import { add, div, exp, floor, gt, le, lt, mod, mul, neg, sin, sub, where } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import type { Dense, Operation } from "../operation.ts";
import type { Block } from "../statement.ts";
import type { Value } from "./values.ts";

/** A block, inputs for it, and what the same algorithm gives in plain JavaScript. */
export interface Case {
  readonly name: string;
  readonly block: Block;
  readonly inputs: readonly Value[];
  readonly expected: readonly (number | boolean | readonly number[])[];
}

export const dense = (values: readonly number[], ...shape: readonly number[]): Dense => ({
  values: Float64Array.from(values),
  offset: 0,
  shape: shape.length > 0 ? shape : [values.length],
});

const int = (n: number): Atom => constant(n, "i32");

/** Arithmetic of a builder, for tests. */
export const words = (b: ArrayBuilder) => ({
  add: (x: Atom, y: Atom) => b.emit(add.primitive, [x, y]),
  sub: (x: Atom, y: Atom) => b.emit(sub.primitive, [x, y]),
  mul: (x: Atom, y: Atom) => b.emit(mul.primitive, [x, y]),
  div: (x: Atom, y: Atom) => b.emit(div.primitive, [x, y]),
  neg: (x: Atom) => b.emit(neg.primitive, [x]),
  exp: (x: Atom) => b.emit(exp.primitive, [x]),
  sin: (x: Atom) => b.emit(sin.primitive, [x]),
  floor: (x: Atom) => b.emit(floor.primitive, [x]),
  lt: (x: Atom, y: Atom) => b.emit(lt.primitive, [x, y]),
  le: (x: Atom, y: Atom) => b.emit(le.primitive, [x, y]),
  gt: (x: Atom, y: Atom) => b.emit(gt.primitive, [x, y]),
  where: (c: Atom, x: Atom, y: Atom) => b.emit(where.primitive, [c, x, y]),
});

type Words = ReturnType<typeof words>;

interface Draft {
  readonly params: (b: ArrayBuilder) => readonly Var[];
  readonly work: (b: ArrayBuilder, w: Words, params: readonly Var[]) => readonly Atom[];
  readonly inputs: readonly Value[];
  readonly expected: Case["expected"];
}

const made = (name: string, { params, work, inputs, expected }: Draft): Case => {
  const b = arrayBuilder();
  const variables = params(b);
  return { name, block: b.block(variables, () => work(b, words(b), variables)), inputs, expected };
};

/** A vector `x` of `n` numbers. */
const vector = (b: ArrayBuilder): readonly Var[] => {
  const n = b.variable("i32");
  return [b.variable("f64", [n]), n];
};

/** A matrix of `m` rows and `n` columns. */
const matrix = (b: ArrayBuilder): readonly Var[] => {
  const [m, n] = [b.variable("i32"), b.variable("i32")];
  return [b.variable("f64", [m, n]), m, n];
};

const at = (list: readonly Var[], k: number): Var => list[k] as Var;

/** Each number doubled, and the sum of all. */
export const doubling: Operation = {
  name: "doubling",
  shapes: ([x]) => [x?.kind === "var" && "shape" in x ? (x.shape as readonly Atom[]) : [], []],
  evaluate: ([x], [twice, sum]) => {
    if (!x || !twice || !sum) return;
    const n = x.shape.reduce((product, size) => product * size, 1);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const value = x.values[x.offset + i] ?? 0;
      twice.values[twice.offset + i] = 2 * value;
      total += value;
    }
    sum.values[sum.offset] = total;
  },
  jvp: () => [],
  vjp: () => [],
};

const x5 = [0.5, -1.25, 2, 3.5, -0.75];
const m23 = [1, 2, 3, 4, 5, 6];

export const cases: readonly Case[] = [
  made("elementwise steps of single numbers", {
    params: (b) => [b.variable("f64"), b.variable("f64"), b.variable("bool")],
    work: (_b, w, [x, y, c]) =>
      x && y && c ? [w.add(w.mul(x, y), w.exp(x)), w.where(c, x, y), w.lt(x, y), w.add(c, w.sin(y))] : [],
    inputs: [0.5, -2, true],
    expected: [0.5 * -2 + Math.exp(0.5), 0.5, false, 1 + Math.sin(-2)],
  }),
  made("constants and parameters as results", {
    params: (b) => [b.variable("f64", [int(2)])],
    work: (_b, _w, [x]) => (x ? [constant(3), constant(true), x, x] : []),
    inputs: [dense([4, 5])],
    expected: [3, true, [4, 5], [4, 5]],
  }),
  made("a map collects what its turns give", {
    params: vector,
    work: (b, w, p) =>
      b.loop(at(p, 1), [], (i) => {
        const x = b.read(at(p, 0), [i]);
        return { carried: [], collected: [w.mul(x, w.add(x, i)), w.gt(x, constant(0)), i] };
      }).collected,
    inputs: [dense(x5), 5],
    expected: [x5.map((x, i) => x * (x + i)), x5.map((x) => Number(x > 0)), [0, 1, 2, 3, 4]],
  }),
  made("a loop of no turns gives what it starts with", {
    params: (b) => [b.variable("f64"), b.variable("i32"), b.variable("f64", [int(2)])],
    work: (b, w, p) => {
      const { carried, collected } = b.loop(at(p, 1), [at(p, 0), at(p, 2)], (_i, [s, x]) => ({
        carried: [w.add(s as Var, constant(1)), b.read(b.data(Float64Array.of(1, 2, 3, 4), [2, 2]), [int(1)])],
        collected: [x as Var],
      }));
      return [...carried, ...collected];
    },
    inputs: [7, 0, dense([8, 9])],
    expected: [7, [8, 9], []],
  }),
  made("a sum over a loop", {
    params: vector,
    work: (b, w, p) => {
      const sum = b.accumulator([]);
      b.loop(at(p, 1), [], (i) => {
        const x = b.read(at(p, 0), [i]);
        b.accumulate(sum, [], w.mul(x, x));
        return { carried: [], collected: [] };
      });
      return [b.freeze(sum)];
    },
    inputs: [dense(x5), 5],
    expected: [x5.reduce((sum, x) => sum + x * x, 0)],
  }),
  made("carried numbers change all at once", {
    params: (b) => [b.variable("i32")],
    work: (b, w, p) => {
      const { carried, collected } = b.loop(at(p, 0), [constant(0), constant(1)], (_i, [x, y]) => ({
        carried: [y as Var, w.add(x as Var, y as Var)],
        collected: [x as Var],
      }));
      return [...carried, ...collected];
    },
    inputs: [8],
    expected: [21, 34, [0, 1, 1, 2, 3, 5, 8, 13]],
  }),
  made("carried arrays change all at once", {
    params: (b) => [b.variable("f64", [int(2)]), b.variable("f64", [int(2)]), b.variable("i32")],
    work: (b, w, p) =>
      b.loop(at(p, 2), [at(p, 0), at(p, 1)], (_i, [x, y]) => {
        const sum = b.loop(int(2), [], (k) => ({
          carried: [],
          collected: [w.add(b.read(x as Var, [k]), b.read(y as Var, [k]))],
        })).collected[0];
        return { carried: [y as Var, sum as Atom], collected: [] };
      }).carried,
    inputs: [dense([0, 1]), dense([1, 10]), 5],
    expected: [
      [5, 53],
      [8, 85],
    ],
  }),
  made("a carried array that stays, and one that is replaced by what is outside", {
    params: (b) => [b.variable("f64", [int(2)]), b.variable("f64", [int(2)]), b.variable("i32")],
    work: (b, _w, p) =>
      b.loop(at(p, 2), [at(p, 0), at(p, 0)], (_i, [x]) => ({ carried: [x as Var, at(p, 1)], collected: [x as Var] }))
        .carried,
    inputs: [dense([1, 2]), dense([3, 4]), 3],
    expected: [
      [1, 2],
      [3, 4],
    ],
  }),
  made("turns that come in the other order", {
    params: vector,
    work: (b, w, p) => {
      const { carried, collected } = b.loop(
        at(p, 1),
        [constant(0)],
        (i, [s]) => {
          const next = w.add(w.mul(s as Var, constant(2)), b.read(at(p, 0), [i]));
          return { carried: [next], collected: [next] };
        },
        true,
      );
      return [...carried, ...collected];
    },
    inputs: [dense([1, 2, 3]), 3],
    expected: [1 + 2 * (2 + 2 * 3), [1 + 2 * (2 + 2 * 3), 2 + 2 * 3, 3]],
  }),
  made("rows of a matrix are views, and rows are collected", {
    params: matrix,
    work: (b, w, p) => {
      const { collected } = b.loop(at(p, 1), [], (i) => {
        const row = b.read(at(p, 0), [i]);
        const twice = b.loop(at(p, 2), [], (j) => ({
          carried: [],
          collected: [w.mul(b.read(row, [j]), constant(2))],
        })).collected[0];
        return { carried: [], collected: [twice as Atom, row] };
      });
      return [...collected, b.read(at(p, 0), [int(1)])];
    },
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [m23.map((x) => 2 * x), m23, [4, 5, 6]],
  }),
  made("a transpose reads along columns", {
    params: matrix,
    work: (b, _w, p) =>
      b.loop(at(p, 2), [], (j) => ({
        carried: [],
        collected: b.loop(at(p, 1), [], (i) => ({ carried: [], collected: [b.read(at(p, 0), [i, j])] })).collected,
      })).collected,
    inputs: [dense(m23, 2, 3), 2, 3],
    expected: [[1, 4, 2, 5, 3, 6]],
  }),
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
