import { mul } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { jvp, vjp } from "../derivatives/index.ts";
import { withoutCalls } from "../derivatives/without-calls.ts";
import type { Dense } from "../operation.ts";
import { prepare, type Value } from "../run/index.ts";
import { type Block, shapeOf } from "../statement.ts";
import { eachElement, plus } from "./arrays.ts";
import { sizeOf } from "./dense.ts";

/** A function of arrays, emitted, and written independently in plain JavaScript. */
export interface Subject {
  readonly shapes: readonly (readonly number[])[];
  readonly emit: (b: ArrayBuilder, inputs: readonly Atom[]) => readonly Atom[];
  /** The same numbers, all outputs one after the other. */
  readonly plain: (inputs: readonly (readonly number[])[]) => readonly number[];
}

/** Derivatives of the weighed sum of what a subject gives. */
export interface Derivatives {
  /** What the procedure gives, all outputs one after the other. */
  readonly values: readonly number[];
  /** Along the direction, forward, in reverse, and by differences of the plain function. */
  readonly first: { readonly forward: number; readonly reverse: number; readonly differences: number };
  /** The second derivative along the direction: by each pair of modes, and by differences of the plain function. */
  readonly second: Readonly<Record<"ff" | "fr" | "rf" | "rr" | "differences", number>>;
}

const total = (b: ArrayBuilder, x: Atom): Atom => {
  const sum = b.accumulator([]);
  const add = (indices: readonly Atom[]): void => {
    const size = shapeOf(x)[indices.length];
    if (!size) b.accumulate(sum, [], b.read(x, indices));
    else
      b.loop(size, [], (turn) => {
        add([...indices, turn]);
        return { carried: [], collected: [] };
      });
  };
  add([]);
  return b.freeze(sum);
};

const dot = (b: ArrayBuilder, x: readonly Atom[], y: readonly (Atom | undefined)[]): Atom =>
  x.reduce<Atom>((sum, item, k) => {
    const other = y[k];
    const product =
      other &&
      total(
        b,
        eachElement(b, [item, other], (items) => b.emit(mul.primitive, items)),
      );
    return plus(b, sum, product) ?? sum;
  }, constant(0));

const paramsOf = (b: ArrayBuilder, shapes: readonly (readonly number[])[]): readonly Var[] =>
  shapes.map((shape) =>
    b.variable(
      "f64",
      shape.map((size) => constant(size, "i32")),
    ),
  );

/** A deterministic number between -1 and 1. */
export const wiggle = (seed: number): number => Math.sin(12.9898 * seed + 78.233) * 0.9;

const numbers = (shape: readonly number[], seed: number): Dense => ({
  values: Float64Array.from({ length: sizeOf(shape) }, (_, i) => wiggle(seed + i)),
  offset: 0,
  shape,
});

/** The directional derivative of a block with one result, as a block of inputs and directions. */
const forwardOf = (block: Block): Block => {
  const b = arrayBuilder();
  const n = block.params.length / 2;
  const [at, along] = [block.params.slice(0, n), block.params.slice(n)];
  const params = [...at, ...along];
  return b.block(params, () => {
    const { tangents } = jvp(b, block, params, [...along, ...along.map(() => undefined)]);
    return [tangents[0] ?? constant(0)];
  });
};

/** The same number, by going backwards. */
const reverseOf = (block: Block): Block => {
  const b = arrayBuilder();
  const n = block.params.length / 2;
  const { params } = block;
  return b.block(params, () => {
    const { pullback } = vjp(
      b,
      block,
      params,
      params.map((_, k) => k < n),
    );
    return [dot(b, params.slice(n), pullback([constant(1)]).slice(0, n))];
  });
};

/** A first or second derivative at zero by central differences, extrapolated. */
export const differences = (f: (t: number) => number, order: 1 | 2, reach: number): number => {
  const levels = 5;
  let row: readonly number[] = [];
  for (let k = 0; k < levels; k++) {
    const h = reach / 2 ** k;
    const next = [order === 1 ? (f(h) - f(-h)) / (2 * h) : (f(h) - 2 * f(0) + f(-h)) / (h * h)];
    for (const [j, coarse] of row.entries()) next.push((next[j] ?? 0) + ((next[j] ?? 0) - coarse) / (4 ** (j + 1) - 1));
    row = next;
  }
  return row.at(-1) ?? Number.NaN;
};

const inputOf = (dense: Dense): Dense | number => (dense.shape.length > 0 ? dense : (dense.values[0] ?? 0));

/** What a block gives, the bodies of its calls in place of them. */
export const outcomeOf = (block: Block, inputs: readonly Value[]): readonly Value[] =>
  prepare(withoutCalls(block)).run(inputs);

const run = (block: Block, inputs: readonly Dense[]): number => Number(outcomeOf(block, inputs.map(inputOf))[0]);

/** First and second derivatives of a subject at a point, in every mode, and by differences of the plain function. */
export const derivativesOf = (
  { shapes, emit, plain }: Subject,
  at: readonly (readonly number[])[],
  reach = 0.04,
): Derivatives => {
  const inputs = at.map(
    (values, k): Dense => ({
      values: Float64Array.from(values),
      offset: 0,
      shape: shapes[k] ?? [],
    }),
  );
  const along = shapes.map((shape, k) => numbers(shape, 3 * k + 1));
  const b = arrayBuilder();
  const plainBuilder = arrayBuilder();
  const valueParams = paramsOf(plainBuilder, shapes);
  const valued = plainBuilder.block(valueParams, () => emit(plainBuilder, valueParams));
  const values = outcomeOf(valued, inputs.map(inputOf)).flatMap((value) =>
    typeof value === "object" ? [...value.values] : [Number(value)],
  );
  const weights = values.map((_, k) => wiggle(7 * k + 2));
  const params = paramsOf(b, [...shapes, ...shapes]);
  const block = b.block(params, () => {
    let next = 0;
    const outputs = emit(b, params.slice(0, shapes.length));
    const weighed = outputs.map((output) => {
      const sizes = shapeOf(output).map((size) => (size.kind === "const" ? Number(size.value) : Number.NaN));
      const part = weights.slice(next, next + sizeOf(sizes));
      next += part.length;
      return sizes.length > 0 ? b.data(Float64Array.from(part), sizes) : constant(part[0] ?? 0);
    });
    return [dot(b, outputs, weighed)];
  });
  const line = (t: number): number => {
    const moved = at.map((value, k) => value.map((x, i) => x + t * (along[k]?.values[i] ?? 0)));
    return plain(moved).reduce((sum, x, k) => sum + x * (weights[k] ?? 0), 0);
  };
  const all = [...inputs, ...along];
  const [forward, reverse] = [forwardOf(block), reverseOf(block)];
  return {
    values,
    first: { forward: run(forward, all), reverse: run(reverse, all), differences: differences(line, 1, reach) },
    second: {
      ff: run(forwardOf(forward), all),
      fr: run(forwardOf(reverse), all),
      rf: run(reverseOf(forward), all),
      rr: run(reverseOf(reverse), all),
      differences: differences(line, 2, 2 * reach),
    },
  };
};
