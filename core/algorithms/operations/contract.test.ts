import { describe, expect, it } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import type { Dense } from "../operation.ts";
import { contraction, contractOperation } from "./contract.ts";
import { contractInto } from "./contraction.ts";
import { sizeOf, zeros } from "./dense.ts";
import { derivativesOf, wiggle } from "./derivative-check.ts";
import { subscriptsOf } from "./subscripts.ts";

/** Sums of products, letter by letter: slow, and independent of how the contraction goes through memory. */
const naive = (
  spec: string,
  sizes: Readonly<Record<string, number>>,
  operands: readonly (readonly number[])[],
): readonly number[] => {
  const { operands: letters, result } = subscriptsOf(spec);
  const all = [...new Set([...letters.join("")])];
  const place = (word: string, at: ReadonlyMap<string, number>): number =>
    [...word].reduce((p, letter) => p * (sizes[letter] ?? 0) + (at.get(letter) ?? 0), 0);
  const out = Array.from({ length: [...result].reduce((n, letter) => n * (sizes[letter] ?? 0), 1) }, () => 0);
  const go = (at: ReadonlyMap<string, number>): void => {
    const letter = all[at.size];
    if (letter === undefined) {
      const product = operands.reduce((x, values, k) => x * (values[place(letters[k] ?? "", at)] ?? 0), 1);
      out[place(result, at)] = (out[place(result, at)] ?? 0) + product;
      return;
    }
    for (let i = 0; i < (sizes[letter] ?? 0); i++) go(new Map(at).set(letter, i));
  };
  go(new Map());
  return out;
};

const shapesOf = (spec: string, sizes: Readonly<Record<string, number>>): readonly (readonly number[])[] =>
  subscriptsOf(spec).operands.map((letters) => [...letters].map((letter) => sizes[letter] ?? 0));

const filled = (shape: readonly number[], seed: number): readonly number[] =>
  Array.from({ length: sizeOf(shape) }, (_, i) => wiggle(seed + i));

const specs = [
  "ij,jk->ik",
  "ij,kj->ik",
  "ji,jk->ik",
  "ji,kj->ki",
  "ij,j->i",
  "ij,i->j",
  "i,ij->j",
  "i,j->ij",
  "i,j->ji",
  "i,i->",
  "i,i->i",
  "ij,ij->ij",
  "ij,ji->ij",
  "ij,ij->i",
  "ij,i->ij",
  "ij,->ij",
  ",->",
  "ij->ji",
  "ij->i",
  "ij->j",
  "ij->",
  "ijk->kij",
  "ijk->j",
  "bij,bjk->bik",
  "bij,bkj->bki",
  "ijk,kjl->il",
  "ijk,jl->kli",
  "ij,kl->ijkl",
  "ij,k->k",
  "ab,cd->ac",
];

type Emit = (b: ArrayBuilder, spec: string, inputs: readonly Atom[]) => readonly Atom[];

const asWritten: Emit = (b, spec, inputs) => [contraction(b, spec, inputs)];
const asStep: Emit = (b, spec, inputs) => b.operation(contractOperation, inputs, { spec });

/** Few products, which are written out, and many, which are one step. */
const fewAndMany = [
  { sizes: { i: 3, j: 4, k: 2, l: 5, a: 2, b: 3, c: 4, d: 2 }, emit: asWritten },
  { sizes: { i: 5, j: 6, k: 4, l: 3, a: 5, b: 4, c: 6, d: 3 }, emit: asStep },
];

describe("contract", () => {
  it.each(specs)("sums products letter by letter: %s", (spec) => {
    for (const { sizes, emit } of fewAndMany) {
      const shapes = shapesOf(spec, sizes);
      const at = shapes.map((shape, k) => filled(shape, 10 * k));
      const { values, first, second } = derivativesOf(
        { shapes, emit: (b, inputs) => emit(b, spec, inputs), plain: (inputs) => naive(spec, sizes, inputs) },
        at,
        0.5,
      );
      for (const [k, x] of naive(spec, sizes, at).entries()) expect(values[k]).toBeCloseTo(x, 13);
      expect(first.forward).toBeCloseTo(first.differences, 11);
      expect(first.reverse).toBeCloseTo(first.forward, 12);
      expect(second.ff).toBeCloseTo(second.differences, 9);
      for (const mode of ["fr", "rf", "rr"] as const) expect(second[mode]).toBeCloseTo(second.ff, 12);
    }
  });

  it.each([
    [1, 1, 40],
    [37, 1, 29],
    [1, 37, 29],
    [5, 7, 1],
    [33, 34, 35],
    [41, 27, 300],
    [64, 64, 64],
  ])("goes through large matrices in blocks: %i x %i over %i", (m, n, k) => {
    for (const spec of ["ij,jk->ik", "ji,jk->ik", "ij,kj->ki"]) {
      const extents = { i: m, j: k, k: n };
      const [p = [], q = []] = shapesOf(spec, extents);
      const [x, y] = [filled(p, 1), filled(q, 2)];
      const out = zeros(spec.endsWith("ki") ? [n, m] : [m, n]);
      const dense = (values: readonly number[], shape: readonly number[]): Dense => ({
        values: Float64Array.of(Number.NaN, ...values),
        offset: 1,
        shape,
      });
      contractInto(spec, [dense(x, p), dense(y, q)], out);
      const expected = naive(spec, extents, [x, y]);
      for (const [place, value] of expected.entries()) expect(out.values[place]).toBeCloseTo(value, 11);
    }
  });

  it("is zero where nothing is summed", () => {
    const out: Dense = { values: Float64Array.of(7, 7, 7), offset: 1, shape: [2] };
    contractInto("ij,j->i", [zeros([2, 0]), zeros([0])], out);
    expect([...out.values]).toEqual([7, 0, 0]);
  });

  it("names an axis of two sizes, and both", () => {
    const b = arrayBuilder();
    const x = b.data(Float64Array.of(1, 2, 3));
    const y = b.data(Float64Array.of(1, 2));
    expect(() => contraction(b, "i,i->", [x, y])).toThrow(/E_SHAPE: axis i of "i,i->" has sizes 3 and 2/);
    expect(() => contractInto("i,i->", [zeros([3]), zeros([2])], zeros([]))).toThrow(/axis i .* sizes 3 and 2/);
  });

  it.each([
    ["ij", "names no axes"],
    ["ij,jk,kl->il", "names no axes"],
    ["ii->i", "two axes of one array i"],
    ["i->ij", "an axis j that no operand has"],
  ])("refuses %s", (spec, message) => {
    expect(() => subscriptsOf(spec)).toThrow(message);
  });

  it("names the operand with another number of axes", () => {
    const b = arrayBuilder();
    expect(() => contraction(b, "ij,j->i", [constant(1), constant(2)])).toThrow(
      /operand 1 of "ij,j->i" has 2 axes, found an array of 0/,
    );
    expect(() => contraction(b, "i->", [])).toThrow(/has 1 operands, found 0/);
  });
});
