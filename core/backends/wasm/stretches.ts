import { div } from "../../primitives/index.ts";
import type { Atom, Equation } from "../../program/index.ts";
import { type LoopOf, stepsFor } from "./steps.ts";

/** About how many instructions a stretch has: a processor looks a few hundred ahead, and is to see several elements. */
const wanted = 36;
const [least, most] = [0.6 * wanted, 1.4 * wanted];

/** Longer loops are left whole: what they take is their instructions themselves. */
const longest = 1500;

/** About how many instructions an equation takes. */
const costOf = ({ primitive }: Equation): number => {
  if (primitive.kind !== "elementwise") return 8;
  if ((primitive.ulp ?? 0) > 0) return 45;
  return primitive === div.primitive ? 12 : 2;
};

/** About how many more a dear function of the same numbers as the one before takes: they share the rest. */
const costOfTwin = 10;

/** A part of a loop that is one by itself. */
export interface Stretch {
  /** What it leaves in memory: what later ones read, and results. */
  readonly left: readonly Atom[];
  /** What earlier ones left, and no later one reads. */
  readonly done: readonly Atom[];
}

/**
 * Cuts a long loop over the elements of an axis into several, where few values are under way: a processor overlaps the
 * turns of short ones.
 * @param results - what the loop is there for
 * @param isThere - true for what is in memory already
 * @returns all but the last one, which computes what is missing
 */
export const stretchesOf = (
  loop: LoopOf,
  results: readonly Atom[],
  isThere?: (atom: Atom) => boolean,
): readonly Stretch[] => {
  const { schedule } = loop;
  const steps = stepsFor(loop, results, isThere);
  const equations = steps.map(({ equation }) => equation);
  const costs = steps.map(({ equation, isTwin }) => (isTwin ? costOfTwin : costOf(equation)));
  let ahead = costs.reduce((sum, cost) => sum + cost, 0);
  if (ahead < least + most || equations.length > longest) return [];
  const places = new Map(equations.map(({ output }, k) => [output.id, k]));
  const placeOf = (atom: Atom): number | undefined => {
    const from = schedule.origin(atom);
    return from.kind === "var" ? places.get(from.id) : undefined;
  };
  const lastRead = equations.map((_, k) => k);
  for (const [k, { inputs }] of equations.entries())
    for (const atom of inputs) {
      const place = placeOf(atom);
      if (place !== undefined) lastRead[place] = k;
    }
  const isResult = new Set(results.map(placeOf));
  /** How many values are under way after each equation. */
  const open: number[] = [];
  const ends = new Map<number, number>();
  for (const last of lastRead) ends.set(last, (ends.get(last) ?? 0) + 1);
  for (const k of equations.keys()) open.push((open[k - 1] ?? 0) + 1 - (ends.get(k) ?? 0));
  const stretches: Stretch[] = [];
  let first = 0;
  while (ahead >= least + most) {
    let [cost, end, fewest, upTo] = [0, first, Number.POSITIVE_INFINITY, 0];
    for (let k = first; k < equations.length - 1 && (cost < most || fewest === Number.POSITIVE_INFINITY); k++) {
      cost += costs[k] ?? 0;
      if (cost < least || (open[k] ?? 0) > fewest || steps[k + 1]?.isTwin) continue;
      [end, fewest, upTo] = [k, open[k] ?? 0, cost];
    }
    if (fewest === Number.POSITIVE_INFINITY) break;
    const isIn = (k: number): boolean => k >= first && k <= end;
    const outputs = (isWanted: (k: number, last: number) => boolean): readonly Atom[] =>
      equations.flatMap(({ output }, k) => (isWanted(k, lastRead[k] ?? k) ? [output] : []));
    stretches.push({
      left: outputs((k, last) => isIn(k) && (last > end || isResult.has(k))),
      done: outputs((k, last) => k < first && isIn(last) && !isResult.has(k)),
    });
    ahead -= upTo;
    first = end + 1;
  }
  return stretches;
};
