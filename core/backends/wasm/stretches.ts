import { div } from "../../primitives/index.ts";
import type { Atom, Axis, Equation } from "../../program/index.ts";
import { isInlined, picking, type Schedule } from "../schedule.ts";

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

const isDear = ({ primitive }: Equation): boolean => primitive.kind === "elementwise" && (primitive.ulp ?? 0) > 0;

interface Step {
  readonly equation: Equation;
  /** A dear function of the same numbers as the one before. */
  readonly isTwin: boolean;
}

/** What the loop over an axis at a level computes for some results, each after what it reads. */
const equationsFor = (
  { origin, definition, home, levelOf }: Schedule,
  axis: Axis,
  level: number,
  results: readonly Atom[],
): readonly Step[] => {
  const computed = (atom: Atom): Equation | undefined => {
    const from = origin(atom);
    const equation = definition(from);
    const isHere = from.kind === "var" && home(from) === axis && levelOf(from) === level;
    return equation && isHere && isInlined(equation) ? equation : undefined;
  };
  const readBy = ({ inputs, primitive }: Equation): readonly Equation[] =>
    inputs.slice(picking.has(primitive) ? 1 : 0).flatMap((atom) => computed(atom) ?? []);
  const needed = new Set<Equation>();
  const need = (equation: Equation): void => {
    if (needed.has(equation)) return;
    needed.add(equation);
    for (const each of readBy(equation)) need(each);
  };
  const last = results.flatMap((atom) => computed(atom) ?? []);
  for (const equation of last) need(equation);
  const keyOf = ({ inputs }: Equation): string =>
    inputs.map((atom) => (atom.kind === "var" ? atom.id : `=${String(atom.value)}`)).join(" ");
  const twins = Map.groupBy([...needed].filter(isDear), keyOf);
  const ordered = new Map<Equation, Step>();
  const order = (equation: Equation): void => {
    if (ordered.has(equation)) return;
    for (const each of readBy(equation)) order(each);
    ordered.set(equation, { equation, isTwin: false });
    for (const twin of isDear(equation) ? (twins.get(keyOf(equation)) ?? []) : [])
      if (!ordered.has(twin)) ordered.set(twin, { equation: twin, isTwin: true });
  };
  for (const equation of last) order(equation);
  return [...ordered.values()];
};

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
 * @returns all but the last one, which computes what is missing
 */
export const stretchesOf = (
  schedule: Schedule,
  axis: Axis,
  level: number,
  results: readonly Atom[],
): readonly Stretch[] => {
  const steps = equationsFor(schedule, axis, level, results);
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
