import { type Atom, constant, type Var } from "../../program/index.ts";
import { at, type Case, dense, int, m23, made, matrix, vector, x5 } from "./case.ts";

/** Single numbers, loops and what they carry and collect. */
export const casesOfTurns: readonly Case[] = [
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
];
