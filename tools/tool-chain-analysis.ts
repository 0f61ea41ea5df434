import { firstValueFrom } from "rxjs";
import { rows } from "../adapters/rows/index.ts";
import { explain, gradient, lambda, linspace, parameter, sum } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { deltaR, mass } from "../plugins/kinematics/index.ts";
import { partialsOfAll } from "./tool-chain-partials.ts";

// A small analysis for tools to rewrite. Single lambdas that are harder on them are in written-lambdas.ts.

const jetCut = parameter("jet cut", 30, { unit: "GeV", width: 3 });
const metCut = parameter("met cut", 25, { unit: "GeV", width: 4 });

const square = { squared: (x: number): number => x * x };
const hypotenuse = lambda((x: number, y: number, { squared }: typeof square) => {
  const total = squared(x) + squared(y);
  return Math.sqrt(total);
}, square);

const wave = (k: number, step: number): number => (Math.sin(k * step) + 1) / 2;
const events = Array.from({ length: 300 }, (_, k) => ({
  met: 60 * wave(k, 0.7),
  weight: 0.5 + wave(k, 0.3),
  jet: Array.from({ length: k % 5 }, (_, i) => ({
    pt: 15 + 60 * wave(k + 3 * i, 0.9),
    eta: 4 * wave(k - i, 1.1) - 2,
    phi: 6 * wave(k * (i + 1), 1.3) - 3,
    tag: (k + i) % 3 === 0,
  })),
}));

const analysisIn = ({ filter, fill, histogram, map, weight }: typeof diff) =>
  rows(events).pipe(
    filter((ev) => ev.jet.length >= 2 && !(ev.jet[0].pt <= 18)),
    filter((ev, { metCut }) => ev.met > metCut, { metCut }),
    filter((ev) => ev.jet.filter((jet) => jet.pt > 25).length >= 1),
    filter((ev, { jetCut }) => Math.max(ev.jet[0].pt, ev.jet[1].pt) > jetCut, { jetCut }),
    weight((ev) => ev.weight),
    map(
      ({ jet, met }, { mass, deltaR, hypotenuse, sum }) => {
        const [first, second] = jet;
        let tagged = 0;
        for (const { pt, tag } of jet) tagged += tag ? pt : 0;
        const central = jet.filter((jet) => jet.pt > 40 && jet.eta > 0);
        const hardest = central.length > 0 ? central[0].pt : -1;
        const activity = hypotenuse(sum(jet.map((jet) => jet.pt)), met) / 2 + tagged / 1_000;
        if (deltaR(first, second) < 0.4) return { m: -1, activity, hardest };
        return { m: mass(first, second), activity, hardest };
      },
      { mass, deltaR, hypotenuse, sum },
    ),
    fill({
      mass: histogram((ev) => ev.m, { edges: linspace(0, 200, 21) }),
      activity: histogram((ev) => (ev.hardest > 0 ? ev.activity : -ev.activity), { edges: linspace(-200, 200, 11) }),
    }),
  );

const contents = async (ops: typeof diff) => {
  const { mass, activity } = await firstValueFrom(analysisIn(ops));
  return [mass, activity].map(({ values, variances, overflow, underflow, entries, skipped }) => ({
    values: [...values],
    variances: [...variances],
    rest: [overflow, underflow, entries, skipped],
  }));
};

/** The numbers of the analysis, hard and differentiable, its derivatives, and what became of its comparisons. */
export const analyse = async () => {
  const total = analysisIn(diff).pipe(
    diff.objective((all) => all.mass.values.reduce((s, n) => s + n * n, 0) + all.activity.overflow),
  );
  const { steps } = await explain(total);
  return {
    hard: await contents(hard),
    diff: await contents(diff),
    partials: partialsOfAll(),
    slopes: await gradient(total, { jetCut, metCut }),
    steps: steps.map(({ kind, treatment, stage, width, choices }) => ({ kind, treatment, stage, width, choices })),
    texts: steps.map(({ text }) => text),
  };
};
