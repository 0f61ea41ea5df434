import { checkGradients, fail, type GradientCheck } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import { type Diagnosis, diagnose } from "jagrad/plugins/diagnose";
import type { Analysis, Point, Regions } from "./analysis.ts";
import { hardScan, type Scanned, scanPoints } from "./hard-scan.ts";
import { type Judgement, judge } from "./judge.ts";
import type { Progress } from "./progress.ts";
import { type Found, longest, search } from "./search.ts";

type Parameters = Analysis<Regions>["parameters"];

/** What an optimisation has found, and what the hard analysis says to it. */
export interface Study {
  readonly before: Point;
  readonly searches: Readonly<Record<string, Found>>;
  readonly best: Found;
  /** On the even events, as the searches. */
  readonly tuned: { readonly scan: readonly Scanned[]; readonly atBest: Judgement };
  /** On the odd events. */
  readonly judged: { readonly before: Judgement; readonly after: Judgement };
  readonly gradientCheck: GradientCheck<Parameters>;
  readonly diagnosis: Diagnosis<Parameters>;
}

/** Optimises an analysis on its even events and judges it on the odd ones. */
export const study = async <R extends Regions>(analysis: Analysis<R>, progress: Progress): Promise<Study> => {
  const { parameters, starts, regions, figure } = analysis;
  const entries = Object.entries(parameters);
  const before = Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
  const searches: Record<string, Found> = {};
  for (const [name, start] of Object.entries(starts)) {
    const show = progress.begin(`climbing, ${name}`, longest);
    searches[name] = await search(analysis, start, (step, value) => show(step, `merit ${value.toFixed(3)}`));
  }
  const [best] = Object.values(searches).sort((a, b) => b.value - a.value);
  if (!best) throw fail("E_PARAMETER", { what: "an analysis needs a point to start from" });
  const { at, widthFactor } = best;
  const showScan = progress.begin("hard scan", scanPoints);
  const scan = await hardScan(analysis, at, (done) => showScan(done));
  const show = progress.begin("checks", 2);
  const odd = regions(diff, "odd");
  const gradientCheck = await checkGradients(odd.pipe(figure), parameters, { at, widthFactor });
  show(1);
  const diagnosis = await diagnose(odd, parameters, { at, widthFactor, objective: figure });
  show(2);
  progress.end();
  return {
    before,
    searches,
    best,
    tuned: { scan, atBest: await judge(analysis, "even", at) },
    judged: { before: await judge(analysis, "odd", before), after: await judge(analysis, "odd", at) },
    gradientCheck,
    diagnosis,
  };
};
