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
