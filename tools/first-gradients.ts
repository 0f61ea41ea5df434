// What somebody may do first with the package: functions that are called here are compiled when it is loaded.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { firstValueFrom, forkJoin } from "rxjs";

const built = <Module>(entry: string): Promise<Module> =>
  import(pathToFileURL(resolve("dist", `${entry}.js`)).href) as Promise<Module>;

type Ops = typeof import("../ops/diff.ts");

const { gradient, linspace, nuisance, parameter, valueAt } =
  await built<typeof import("../core/index.ts")>("core/index");
const [diff, hard] = [await built<Ops>("ops/diff"), await built<Ops>("ops/hard")];
const { rows } = await built<typeof import("../adapters/rows/index.ts")>("adapters/rows/index");
const { mass } = await built<typeof import("../plugins/kinematics/index.ts")>("plugins/kinematics/index");
const { significance } = await built<typeof import("../plugins/significance/index.ts")>("plugins/significance/index");

const cut = parameter("cut", 20, { width: 2 });
const scale = nuisance("scale", 1, { sigma: 0.002 });

const collisions = Array.from({ length: 5000 }, (_, k) => ({
  met: 5 + ((7 * k) % 60),
  weight: 0.5 + (k % 3) / 2,
  muon: Array.from({ length: k % 4 }, (_, i) => ({
    pt: 12 + ((11 * k + 17 * i) % 50),
    eta: ((k + 3 * i) % 5) - 2,
    phi: ((2 * k + 5 * i) % 6) - 3,
    charge: (k + i) % 3 === 0 ? -1 : 1,
  })),
}));

const events = () => rows(collisions);

const pairs = ({ filter, map, histogram }: Ops) =>
  events().pipe(
    filter((ev) => ev.muon.length >= 2 && ev.muon[0].charge !== ev.muon[1].charge),
    filter((ev, { cut }) => Math.min(ev.muon[0].pt, ev.muon[1].pt) > cut, { cut }),
    map((ev, { mass, scale }) => ({ m: scale * mass(ev.muon[0], ev.muon[1]) }), { mass, scale }),
    histogram((ev) => ev.m, { edges: linspace(0, 120, 13) }),
  );

const smeared = events().pipe(
  diff.filter((ev, { cut }) => ev.met > cut, { cut }),
  diff.weight((ev) => ev.weight),
  diff.histogram((ev, { scale }) => scale * ev.met, { scale }, { edges: linspace(0, 60, 13), bandwidth: 2 }),
  diff.objective((h) => h.values.reduce((sum, n, k) => sum + k * n, 0)),
);

const logistic = events().pipe(
  diff.filter((ev, { cut }) => ev.met > cut, { cut }, { step: "logistic" }),
  diff.sum((ev) => ev.weight),
);

const hardest = events().pipe(
  diff.sum((ev, { cut }) => ev.muon.filter(({ pt }) => pt > cut).length * ev.weight, { cut }),
);

await gradient(smeared, { cut, scale });
await gradient(logistic, { cut });
await gradient(forkJoin({ signal: pairs(diff), background: pairs(diff) }).pipe(significance()), { cut });
await gradient(hardest, { cut }, { mode: "reverse" });
await valueAt(smeared, { cut });
await firstValueFrom(pairs(hard));

type Algorithms = typeof import("../core/algorithms/index.ts");
const { compile, contract, grad, hessian, jacobian, minimum } = await built<Algorithms>("core/algorithms/index");

const turned = (angles: readonly number[], points: readonly (readonly [x: number, y: number])[]) =>
  points.map(([x, y]) => {
    let [u, v] = [x, y];
    for (const angle of angles) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      [u, v] = [c * u - s * v, s * u + c * v];
      if (u > v) u = u * v;
    }
    return [u, v] as const;
  });

const squares = (
  weights: readonly (readonly number[])[],
  points: readonly (readonly number[])[],
  { contract }: Pick<Algorithms, "contract">,
) =>
  contract("ij,jk->ik", points, weights).reduce((sum, row) => sum + Math.tanh(row.reduce((s, x) => s + x * x, 0)), 0);

const decay = (rate: number) => {
  let [x, turns] = [1, 0];
  while (x > 0.1) {
    x -= rate * x;
    turns += 1;
  }
  return x + turns;
};

const best = (y: readonly number[], { minimum }: Pick<Algorithms, "minimum">) =>
  minimum((x: number) => y.reduce((sum, yi) => sum + (x - yi) ** 2 + Math.exp(x * yi), 0), 0.1);

jacobian(turned)(
  [0.1, 0.2, 0.3],
  Array.from({ length: 5 }, (_, k) => [k, 1 - k] as const),
);
grad(squares, { scope: { contract } })(
  Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_, j) => Math.sin(i + 3 * j))),
  Array.from({ length: 20 }, (_, i) => Array.from({ length: 12 }, (_, j) => Math.cos(2 * i + j))),
);
hessian(decay)(0.03);
grad(best, { scope: { minimum } })([0.1, 0.2, 0.3]);

const along = (angles: readonly number[], lengths: readonly number[], parents: readonly number[]) => {
  const directions = angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
  const ends = lengths.map((length, link) => {
    let [x, y, at] = [0, 0, link];
    while (at >= 0) {
      const [c, s] = directions[at] ?? [1, 0];
      [x, y] = [length * (c as number) - y * (s as number), length * (s as number) + x];
      at = parents[at] as number;
    }
    return [x, y];
  });
  const first = angles.slice(1).concat([0])[0] as number;
  const widths = ends.map(([x, y]) => Math.sqrt((x as number) ** 2 + (y as number) ** 2 + first ** 2));
  return widths.map((width, link) => width * (lengths[link] as number));
};

compile(jacobian(along, { mode: "forward" }), ["f64[8]", "f64[8]", "f64[8]"])(
  Array.from({ length: 8 }, (_, k) => k / 8),
  Array.from({ length: 8 }, (_, k) => 1 + k),
  Array.from({ length: 8 }, (_, k) => k - 1),
);
