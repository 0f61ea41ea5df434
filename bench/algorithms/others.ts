import { compile, grad } from "jagrad/algorithms";
import {
  type Evaluation,
  type FlightScope,
  handInput,
  landing,
  load,
  measurementOf,
  misses,
  type Observation,
  reprojectionError,
  rotation,
} from "../../gradbench/index.ts";
import type { Algorithm } from "./algorithm.ts";
import { along } from "./along.ts";
import { byDifferences, flat, refilled } from "./differences.ts";
import { baInput } from "./inputs.ts";

const functionOf = async (module: string, name: string) => {
  const evaluation: Evaluation | undefined = await load(module);
  const prepare = evaluation?.[name];
  if (!prepare) throw new Error(`${module} has no function ${name}`);
  return prepare;
};

/** All observations are alike: what is compared is their number times what comes out for the first one. */
export const bundleAdjustment = (n: number, m: number, p: number): Algorithm => {
  const input = baInput(n, m, p);
  const { cam, x, w, feat } = input;
  const at = { camera: cam, point: x, weight: w };
  const mixed = (numbers: readonly number[]): number => {
    const [u, v] = reprojectionError(refilled(at, numbers) as unknown as Observation, feat as never);
    return p * (u - 2 * v);
  };
  return {
    name: "ba",
    what: `${n} cameras, ${m} points, ${p} observations; 15 derivatives of each component`,
    input,
    python: ["jax"],
    expected: () => byDifferences(mixed, flat(at), 1e-3),
    compiled: async () => ({
      value: (await functionOf("ba", "objective"))(input),
      gradient: (await functionOf("ba", "jacobian"))(input),
      numbers: (value, slopes) => {
        const [u = Number.NaN, v = Number.NaN] = flat(value);
        const all = slopes === undefined ? [] : flat((slopes as { readonly vals: unknown }).vals);
        const both = all.slice(0, 15).map((slope, i) => p * (slope - 2 * (all[15 + i] ?? Number.NaN)));
        return [p * (u - 2 * v), ...(slopes === undefined ? [] : along(both))];
      },
    }),
  };
};

/** What is compared are sums over all residuals. */
export const hand = (vertices: number, points: number): Algorithm => {
  const input = handInput(vertices, points, false);
  return {
    name: "ht",
    what: `a hand of ${vertices} vertices measured at ${points}; derivatives of ${3 * points} residuals by 26 angles`,
    input,
    python: [],
    expected: () => {
      const { theta, measurement, corners, shares } = measurementOf(input);
      const total = (angles: readonly number[]): number =>
        flat(misses(angles, measurement, corners, shares, { rotation })).reduce((sum, r) => sum + r, 0);
      return byDifferences(total, theta, 1e-3);
    },
    compiled: async () => ({
      value: (await functionOf("ht", "objective"))(input),
      gradient: (await functionOf("ht", "jacobian"))(input),
      numbers: (value, slopes) => {
        const rows = (slopes ?? []) as readonly ArrayLike<number>[];
        const sums = Array.from({ length: 26 }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0));
        return [flat(value).reduce((sum, r) => sum + r, 0), ...(slopes === undefined ? [] : along(sums))];
      },
    }),
  };
};

const flight = (mode: "forward" | "reverse", python: readonly string[]): Algorithm => ({
  name: `landing.${mode}`,
  what: `where a particle lands, by the place of a charge: 352 steps, slopes of a potential inside, ${mode} outside`,
  input: { w: 0 },
  python,
  expected: () => {
    const slope: FlightScope = {
      mode: "forward",
      // 1/r by each charge
      grad: (potential) => (at) => {
        const side = (i: 0 | 1, h: number) => potential(at.map((v, k) => (k === i ? v + h : v)) as never);
        const central = (i: 0 | 1, h: number) => (side(i, h) - side(i, -h)) / (2 * h);
        const best = (i: 0 | 1) =>
          (16 * ((4 * central(i, 5e-3) - central(i, 1e-2)) / 3) - (4 * central(i, 1e-2) - central(i, 2e-2)) / 3) / 15;
        return [best(0), best(1)];
      },
    };
    return byDifferences((w) => landing(w, slope), [0], 1e-3);
  },
  compiled: async () => {
    const scope = { grad: grad as never, mode: "reverse" } as const;
    const value = compile(landing, ["f64[1]"], { scope });
    const slopes = compile(grad(landing, { scope, mode }), ["f64[1]"]);
    const at = Float64Array.of(0);
    return {
      value: () => value(at),
      gradient: () => slopes(at),
      numbers: (found, slope) => [Number(found), ...(slope === undefined ? [] : along(flat(slope)))],
    };
  },
});

export const flights: readonly Algorithm[] = [flight("forward", ["jax"]), flight("reverse", [])];

const search = (module: string, mode: string, input: object, wanted: readonly number[]): Algorithm => ({
  name: `${module}-${mode}`,
  what: "the whole search; outer and inner mode",
  input,
  hasValue: false,
  python: withoutReverse.includes(`${module}-${mode}`) ? ["jax"] : [],
  expected: () => wanted,
  compiled: async () => ({
    gradient: (await functionOf(module, mode))(input),
    numbers: (_value, found) => flat(found),
  }),
});

/** Loops that end by a test have no reverse mode in JAX. */
const withoutReverse = ["particle-ff", "particle-fr", "saddle-ff"];

const modes = ["ff", "fr", "rf", "rr"];

export const searches: readonly Algorithm[] = [
  ...modes.map((mode) => search("particle", mode, { w: 0 }, [0.20719187464861194])),
  ...modes.map((mode) => search("saddle", mode, { start: [1, 1] }, Array<number>(4).fill(8.246324826140356e-6))),
];
