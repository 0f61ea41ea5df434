import { describe, expect, it } from "vitest";
import { cases } from "../run/cases.ts";
import { interpreted } from "../run/index.ts";
import type { Value } from "../run/values.ts";
import type { Block } from "../statement.ts";
import { pulled, pushed, summedUp } from "./derived.ts";

const numbersOf = (value: Value): readonly number[] =>
  typeof value === "object" ? [...value.values] : [Number(value)];

const like = (value: Value, numbers: readonly number[]): Value =>
  typeof value === "object" ? { ...value, values: Float64Array.from(numbers), offset: 0 } : (numbers[0] ?? 0);

const smooth = (block: Block, inputs: readonly Value[]): readonly Value[] =>
  inputs.filter((_, k) => block.params[k]?.dtype === "f64");

/** A direction without symmetry, in the shape of each smooth input. */
const directions = (block: Block, inputs: readonly Value[]): readonly Value[] =>
  smooth(block, inputs).map((value, k) =>
    like(
      value,
      numbersOf(value).map((_, i) => Math.cos(1 + 2.3 * k + 1.7 * i)),
    ),
  );

const moved = (block: Block, inputs: readonly Value[], along: readonly Value[], step: number): readonly Value[] => {
  const given = along[Symbol.iterator]();
  return inputs.map((value, k) => {
    if (block.params[k]?.dtype !== "f64") return value;
    const by = numbersOf(given.next().value ?? 0);
    return like(
      value,
      numbersOf(value).map((x, i) => x + step * (by[i] ?? 0)),
    );
  });
};

/** Richardson's extrapolation of central differences. */
const difference = (f: (step: number) => number, h = 1e-2): number => {
  const central = (step: number): number => (f(step) - f(-step)) / (2 * step);
  const [p, q, r] = [central(h), central(h / 2), central(h / 4)];
  const [s, t] = [(4 * q - p) / 3, (4 * r - q) / 3];
  return (16 * t - s) / 15;
};

const dot = (x: readonly Value[], y: readonly Value[]): number => {
  const [p, q] = [x.flatMap(numbersOf), y.flatMap(numbersOf)];
  return p.reduce((sum, value, i) => sum + value * (q[i] ?? 0), 0);
};

const first = (block: Block, inputs: readonly Value[]): number => Number(interpreted(block).run(inputs)[0]);

const closeTo = (found: number, wanted: number, tolerance: number): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
};

const withDerivatives = cases.filter(({ name }) => !name.startsWith("steps on whole arrays"));

describe.each(withDerivatives)("$name", ({ name, block, inputs }) => {
  const f = summedUp(block);
  const along = directions(block, inputs);
  const [forward, reverse] = [pushed(f), pulled(f)];
  const gradient = interpreted(reverse).run(inputs);
  const slope = dot(gradient, along);

  const hasDifferences = Number.isFinite(first(f, inputs));

  it("has the directional derivative that differences have", () => {
    if (!hasDifferences) {
      expect(name).toBe("elements at places that are computed");
      return;
    }
    const wanted = difference((step) => first(f, moved(f, inputs, along, step)));
    closeTo(first(forward, [...inputs, ...along]), wanted, 1e-7);
  });

  it("has a gradient that agrees with it", () => {
    closeTo(slope, first(forward, [...inputs, ...along]), 1e-12);
  });

  it("has the same gradient in little memory", () => {
    const bounded = interpreted(pulled(f, { memory: 8 })).run(inputs);
    expect(bounded.flatMap(numbersOf)).toEqual(gradient.flatMap(numbersOf));
  });

  it("has one second derivative in all orders of modes", () => {
    const other = along.map((value) =>
      like(
        value,
        numbersOf(value).map((x, i) => Math.sin(3 * x + i)),
      ),
    );
    const forwardOverReverse = interpreted(pushed(reverse)).run([...inputs, ...along]);
    const wanted = dot(forwardOverReverse, other);
    const reverseOverForward = interpreted(pulled(forward)).run([...inputs, ...along]);
    closeTo(dot(reverseOverForward.slice(0, other.length), other), wanted, 1e-10);
    const reverseOverReverse = interpreted(pulled(summedUp(reverse))).run(inputs);
    const forwardOfSummed = first(pushed(summedUp(reverse)), [...inputs, ...along]);
    closeTo(dot(reverseOverReverse, along), forwardOfSummed, 1e-10);
    const along2 = first(pushed(forward), [
      ...inputs,
      ...along,
      ...other,
      ...along.map((v) =>
        like(
          v,
          numbersOf(v).map(() => 0),
        ),
      ),
    ]);
    closeTo(along2, wanted, 1e-10);
    if (!hasDifferences) return;
    const stepped = difference((step) => dot(interpreted(reverse).run(moved(f, inputs, along, step)), other));
    closeTo(wanted, stepped, 1e-6);
  });
});

it("meets every kind of statement", () => {
  const kinds = new Set<string>();
  const look = ({ statements }: Block): void => {
    for (const statement of statements) {
      kinds.add(statement.kind);
      if (statement.kind === "loop" || statement.kind === "while") look(statement.body);
      if (statement.kind === "cond") [statement.yes, statement.no].forEach(look);
    }
  };
  for (const { block } of withDerivatives) look(block);
  expect([...kinds].sort()).toEqual(
    ["accumulate", "accumulator", "cond", "data", "equation", "freeze", "loop", "read", "while"].sort(),
  );
});
