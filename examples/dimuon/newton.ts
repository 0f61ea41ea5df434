import { fail, type Numbers, type Parameter, type Scalar, valueAndGradient } from "jagrad/core";
import type { Observable } from "rxjs";
import { inverse, type Matrix, times } from "./matrix.ts";

/** A minimum, and the errors that the curvature there gives. */
export interface Minimum<P> {
  readonly at: Numbers<P>;
  /** How far each may go from the minimum, the others following, until the function has risen by 1. */
  readonly errors: Numbers<P>;
  readonly steps: number;
}

const mostSteps = 50;
const difference = 0.1;
const lengths = [1, 0.5, 0.25, 0.1, 0.01];

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0);

/**
 * The minimum of a smooth function by Newton's method: slopes from the stream, curvature from differences of slopes.
 * @param f - minus twice the logarithm of a likelihood
 * @param scales - about the expected error of each parameter
 * @throws E_DEGENERATE where the curvature has no inverse, E_LIMIT where no minimum is found
 */
export const newton = async <P extends Readonly<Record<string, Parameter>>>(
  f: Observable<Scalar>,
  parameters: P,
  scales: Numbers<P>,
): Promise<Minimum<P>> => {
  const names: readonly (keyof P & string)[] = Object.keys(parameters);
  const named = (number: (name: keyof P & string, k: number) => number): Numbers<P> =>
    Object.fromEntries(names.map((name, k) => [name, number(name, k)])) as Numbers<P>;
  /** Places are moves from the start in units of the scales. */
  const pointOf = (place: readonly number[]): Numbers<P> =>
    named((name, k) => (parameters[name]?.value ?? 0) + (place[k] ?? 0) * scales[name]);
  const seen = async (place: readonly number[]) => {
    const { value, gradient } = await valueAndGradient(f, parameters, { at: pointOf(place) });
    return { value, slopes: names.map((name) => gradient[name] * scales[name]) };
  };
  const slopesBeside = async (place: readonly number[], k: number, h: number): Promise<readonly number[]> =>
    (await seen(place.with(k, (place[k] ?? 0) + h))).slopes;
  const curvatureAt = async (place: readonly number[]): Promise<Matrix> => {
    const rows: (readonly number[])[] = [];
    for (const k of names.keys()) {
      const down = await slopesBeside(place, k, -difference);
      const up = await slopesBeside(place, k, difference);
      rows.push(up.map((slope, j) => (slope - (down[j] ?? 0)) / (2 * difference)));
    }
    return rows;
  };

  let place: readonly number[] = names.map(() => 0);
  let here = await seen(place);
  for (let steps = 1; steps <= mostSteps; steps++) {
    const covariance = inverse(await curvatureAt(place));
    const move = times(covariance, here.slopes);
    const drop = dot(move, here.slopes) / 2;
    if (drop >= 0 && drop < 1e-7) {
      const errors = named((name, k) => scales[name] * Math.sqrt(2 * (covariance[k]?.[k] ?? Number.NaN)));
      return { at: pointOf(place), errors, steps };
    }
    let lower = false;
    for (const length of lengths) {
      const wanted = place.map((x, k) => x - length * (move[k] ?? 0));
      const there = await seen(wanted);
      lower = there.value < here.value;
      if (!lower) continue;
      [place, here] = [wanted, there];
      break;
    }
    if (!lower) break;
  }
  throw fail("E_LIMIT", { what: "the fit has found no minimum", cure: "more events, or start values nearer to it" });
};
