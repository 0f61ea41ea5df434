import type { Dense, Operation, Options } from "../operation.ts";
import { contract, solveLinear } from "../operations/index.ts";
import { acceptedOperation } from "./accepted.ts";
import { descentOperation, lowestOperation } from "./descent.ts";
import { endedOperation } from "./ended.ts";
import { type PointFunction, plainSlopes } from "./plain-slopes.ts";

/** A point; one of a single number is shown as this number. */
type Point = readonly number[];

/** Bounds of each coordinate. */
export interface PlainBox {
  readonly lower: Point;
  readonly upper: Point;
}

/** What a search is called, and how long it may take. */
export interface Search {
  readonly name: string;
  readonly isScalar: boolean;
  readonly most: number;
}

const shortest = 2 ** -30;

const largest = (x: Point): number => x.reduce((size, value) => Math.max(size, Math.abs(value)), 0);

const moved = (x: Point, by: number, step: Point): Point => x.map((value, i) => value + by * (step[i] ?? 0));

const dense = (x: Point, shape: readonly number[]): Dense => ({ values: Float64Array.from(x), offset: 0, shape });

const single = (value: number): Dense => dense([value], []);

/** What an operation makes of points, all of one shape; it may throw. */
const applied = (operation: Operation, { isScalar, name }: Search, inputs: readonly (Point | Dense)[]): Point => {
  const shapeOf = (x: Point): readonly number[] => (isScalar ? [] : [x.length]);
  const isPoint = (input: Point | Dense): input is Point => Array.isArray(input);
  const arrays = inputs.map((input) => (isPoint(input) ? dense(input, shapeOf(input)) : input));
  const size = arrays[0]?.values.length ?? 0;
  const output = dense(new Array<number>(size).fill(0), isScalar ? [] : [size]);
  const options: Options = { name };
  operation.evaluate(arrays, [output], options);
  return [...output.values];
};

const matrix = (rows: readonly Point[], { isScalar }: Search): Dense =>
  dense(rows.flat(), isScalar ? [] : [rows.length, rows.length]);

/** Newton's iteration with halved steps and slopes by differences. */
export const plainNewton = (search: Search, f: PointFunction, start: Point): Point => {
  const first = f(start);
  let [x, residual, turns] = [start, first, 0];
  for (let isBetter = true; isBetter && largest(residual) > 0 && turns < search.most; turns++) {
    const step = stepOf(plainSlopes(f, x), residual);
    let [length, next, after] = [1, moved(x, -1, step), f(moved(x, -1, step))];
    while (!(largest(after) <= (1 - 1e-4 * length) * largest(residual)) && length > shortest) {
      length /= 2;
      next = moved(x, -length, step);
      after = f(next);
    }
    isBetter = largest(after) < largest(residual);
    if (isBetter) [x, residual] = [next, after];
  }
  return applied(acceptedOperation, search, [
    x,
    start,
    residual,
    first,
    matrix(plainSlopes(f, x), search),
    single(turns),
  ]);
};

const stepOf = (slopes: readonly Point[], residual: Point): Point =>
  slopes.length === 1
    ? residual.map((value) => value / (slopes[0]?.[0] ?? 0))
    : solveLinear(contract("ij->ji", slopes), residual);

/** A function applied again and again, and then the zero of what it changes. */
export const plainFixedPoint = (search: Search, f: PointFunction, start: Point): Point => {
  let x = f(start);
  let step = moved(x, -1, start);
  const scale = largest(step);
  const isSmall = (): boolean => largest(step) <= 1e-10 * (scale + largest(x));
  let turns = 1;
  while (largest(step) > 1e-10 * (scale + largest(x)) && turns < search.most) {
    const next = f(x);
    [step, x] = [moved(next, -1, x), next];
    turns++;
  }
  const settled = applied(endedOperation, search, [x, step, single(isSmall() ? 1 : 0), single(turns)]);
  return plainNewton({ ...search, most: 20 }, (y) => moved(y, -1, f(y)), settled);
};

/** Newton steps downhill with derivatives by differences: right to about eight digits. */
export const plainMinimum = (search: Search, f: (x: Point) => number, start: Point, box: PlainBox): Point => {
  const { lower, upper } = box;
  const clipped = (x: Point): Point =>
    x.map((value, i) => Math.min(Math.max(value, lower[i] ?? value), upper[i] ?? value));
  const gradient = (x: Point): Point => plainSlopes((y) => [f(y)], x).map(([slope = Number.NaN]) => slope);
  const bowl = (x: Point): readonly (Point | Dense)[] => [
    x,
    gradient(x),
    matrix(plainSlopes(gradient, x), search),
    lower,
    upper,
  ];
  let x = clipped(start);
  let last: Point = x.map(() => 0);
  let [turns, isBetter] = [0, true];
  for (; isBetter && turns < search.most; turns++) {
    const step = applied(descentOperation, search, bowl(x));
    const height = f(x);
    let length = 1;
    while (!(f(clipped(moved(x, length, step))) < height) && length > shortest) length /= 2;
    const next = clipped(moved(x, length, step));
    isBetter = f(next) < height;
    last = moved(next, -1, x);
    if (isBetter) x = next;
  }
  const settled = applied(endedOperation, search, [x, last, single(isBetter ? 0 : 1), single(turns)]);
  const polished = (from: Point): Point => clipped(moved(from, 1, applied(descentOperation, search, bowl(from))));
  return applied(lowestOperation, search, bowl(polished(polished(settled))));
};
