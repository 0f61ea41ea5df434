import { functionOf } from "./arbitraries/functions.ts";
import { keyNoise, type NoisyPipeline, noisyChoices, noisyEdges, noisyScope, noisyText } from "./arbitraries/noisy.ts";
import { normals, uniforms } from "./arbitraries/samples.ts";

type Draw = (name: string, item: number) => number;
type Lambda = (event: unknown, scope: object, z: Draw, w: object) => unknown;

const choices = Object.entries(noisyChoices);
const values = { ...noisyScope(), ...Object.fromEntries(choices.map(([name, { value }]) => [name, value])) };
const widths = { noise: keyNoise, ...Object.fromEntries(choices.map(([name, { width }]) => [name, width ?? 0])) };

/** What one event adds to the results: contents and squares by bin, 0 for what is not binned. */
export type Fillings = readonly { readonly bin: number; readonly amount: number }[];

const positions = (edges: NoisyPipeline["sink"]["edges"]): readonly number[] =>
  noisyEdges(edges).map((edge) => (typeof edge === "number" ? edge : edge.value));

const isThere = (x: number): boolean => !Number.isNaN(x);

const belowOf = (edges: readonly number[], x: number): number => edges.filter((edge) => edge <= x).length;

/** The bin of a point in row-major order, after the one for all that lies outside. */
const cellOf = (axes: readonly (readonly number[])[], point: readonly number[]): number => {
  const places = axes.map((edges, k) => belowOf(edges, point[k] ?? Number.NaN) - 1);
  const isInside = places.every((place, k) => place >= 0 && place < (axes[k]?.length ?? 0) - 1);
  return isInside ? 1 + places.reduce((sum, place, k) => sum * ((axes[k]?.length ?? 0) - 1) + place, 0) : 0;
};

const pointsIn = (observed: unknown): readonly (readonly number[])[] => {
  const list = observed as readonly unknown[];
  const points = list.length > 0 && !Array.isArray(list[0]) ? [list] : (list as readonly (readonly unknown[])[]);
  return points.map((point) => point.map(Number)).filter((point) => point.every(isThere));
};

/** The hard pipeline with the noise inside, as plain JavaScript on one event. */
export const noisyRun = ({ steps, sink }: NoisyPipeline): ((event: unknown, z: Draw) => Fillings) => {
  const stages = steps.map(({ kind, body }) => ({ kind, f: functionOf(noisyText(body)) as Lambda }));
  const observe = functionOf(noisyText(sink.body)) as Lambda;
  const edges = positions(sink.edges);
  const axes = (sink.axes ?? []).map((axis) => positions(axis.edges));
  return (start, z) => {
    let event = start;
    let weight = 1;
    for (const { kind, f } of stages) {
      const result = f(event, values, z, widths);
      if (kind === "filter" && !result) return [];
      if (kind === "map") event = result;
      if (kind === "weight") weight *= Number(result);
    }
    if (sink.kind === "count") return [{ bin: 0, amount: weight }];
    const observed = observe(event, values, z, widths);
    if (sink.kind === "grid") return pointsIn(observed).map((point) => ({ bin: cellOf(axes, point), amount: weight }));
    const numbers = (Array.isArray(observed) ? (observed as unknown[]) : [observed]).map(Number).filter(isThere);
    return numbers.map((x) =>
      sink.kind === "sum" ? { bin: 0, amount: weight * x } : { bin: belowOf(edges, x), amount: weight },
    );
  };
};

/** The mean over many draws of what events add, bin by bin, with its spread. */
export interface Averages {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  /** Between the least and the most that one draw added, 0 among them. */
  readonly range: number;
}

const averagesOf = (sums: Float64Array, squares: Float64Array, draws: number, range: number): Averages => {
  const mean = Array.from(sums, (s) => s / draws);
  return { mean, range, variance: mean.map((m, k) => Math.max(0, (squares[k] ?? 0) / draws - m * m)) };
};

/** Draws the noise of one event many times and averages contents and sums of squared weights, by bin. */
export const averageOver = (
  run: (event: unknown, z: Draw) => Fillings,
  event: unknown,
  size: number,
  draws: number,
  seed: number,
): Averages => {
  const normal = normals(uniforms(seed));
  let drawn = new Map<string, number>();
  const z: Draw = (name, item) => {
    const key = `${name} ${item}`;
    const known = drawn.get(key) ?? normal();
    drawn.set(key, known);
    return known;
  };
  const [sums, squares] = [new Float64Array(2 * size), new Float64Array(2 * size)];
  const one = new Float64Array(2 * size);
  let [least, most] = [0, 1];
  for (let d = 0; d < draws; d++) {
    drawn = new Map();
    one.fill(0);
    for (const { bin, amount } of run(event, z)) {
      one[bin] = (one[bin] ?? 0) + amount;
      one[size + bin] = (one[size + bin] ?? 0) + amount * amount;
    }
    one.forEach((x, k) => {
      sums[k] = (sums[k] ?? 0) + x;
      squares[k] = (squares[k] ?? 0) + x * x;
      most = Math.max(most, x);
      least = Math.min(least, x);
    });
  }
  return averagesOf(sums, squares, draws, most - least);
};
