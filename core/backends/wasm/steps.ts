import type { Atom, Axis, Equation } from "../../program/index.ts";
import { isInlined, picking, type Schedule } from "../schedule.ts";

/** A loop over the elements of an axis at a level of a schedule. */
export interface LoopOf {
  readonly schedule: Schedule;
  readonly axis: Axis;
  readonly level: number;
}

/** The equation that a loop computes an atom by, if it is one of those. */
export const computedIn = ({ schedule, axis, level }: LoopOf, atom: Atom): Equation | undefined => {
  const from = schedule.origin(atom);
  const equation = schedule.definition(from);
  const isHere = from.kind === "var" && schedule.home(from) === axis && schedule.levelOf(from) === level;
  return equation && isHere && isInlined(equation) ? equation : undefined;
};

/** What an equation reads of the elements of its own loop. */
export const readHere = ({ inputs, primitive }: Equation): readonly Atom[] =>
  inputs.slice(picking.has(primitive) ? 1 : 0);

const isDear = ({ primitive }: Equation): boolean => primitive.kind === "elementwise" && (primitive.ulp ?? 0) > 0;

export interface Step {
  readonly equation: Equation;
  /** A dear function of the same numbers as the one before. */
  readonly isTwin: boolean;
}

/**
 * What a loop computes for some results, each after what it reads.
 * @param isThere - true for what is in memory already
 */
export const stepsFor = (
  loop: LoopOf,
  results: readonly Atom[],
  isThere: (atom: Atom) => boolean = () => false,
): readonly Step[] => {
  const computed = (atom: Atom): readonly Equation[] => {
    const equation = isThere(atom) ? undefined : computedIn(loop, atom);
    return equation ? [equation] : [];
  };
  const readBy = (equation: Equation): readonly Equation[] => readHere(equation).flatMap(computed);
  const needed = new Set<Equation>();
  const need = (equation: Equation): void => {
    if (needed.has(equation)) return;
    needed.add(equation);
    for (const each of readBy(equation)) need(each);
  };
  const last = results.flatMap(computed);
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
