import { sub, where } from "../../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Equation } from "../../program/index.ts";
import { addedInside, addedMoments } from "./added-moments.ts";
import { instruction } from "./code.ts";
import { localNode } from "./elements.ts";
import { forElements } from "./for-elements.ts";
import type { Node } from "./graph.ts";
import type { LoopPlace } from "./loop-place.ts";
import { valueIn } from "./values.ts";
import { numberType } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** A value that is kept between two loops over the same elements. */
export interface Spilled {
  readonly atom: Atom;
  readonly table: number;
}

/** True for moments of derivatives alone in cells where few places lie: what lies outside adds nothing. */
export const isRare = ({ settings }: Equation): boolean => settings.rare === true;

/** The places of rare moments that are more than one step from what is kept anyway. */
const placesApart = ({ schedule }: Writer, rare: readonly Equation[], kept: readonly Atom[]): readonly Atom[] => {
  const known = new Set(kept.map(schedule.origin));
  return rare.flatMap(({ inputs: [place] }) => {
    const made = place && schedule.definition(schedule.origin(place));
    const isNear = made?.inputs.every((atom) => axisOf(atom) === null || known.has(schedule.origin(atom)));
    return place && !isNear ? [place] : [];
  });
};

/**
 * What moments are made of, and where it is kept between the loop that computes it and the one that adds it up: short
 * loops overlap where one long chain of operations would wait for its own end. Of rare moments it is the places at most.
 */
export const spilled = (w: Writer, axis: Axis, equations: readonly Equation[]): readonly Spilled[] => {
  const often = equations.filter((equation) => !isRare(equation)).flatMap(({ inputs }) => inputs);
  const read = [...often, ...placesApart(w, equations.filter(isRare), often)];
  const tables = new Map<Atom, number>();
  const tableOf = (origin: Atom): number => {
    const table = tables.get(origin) ?? w.layout.numbers(`spilled ${tables.size} of`, axis);
    tables.set(origin, table);
    return table;
  };
  return [...new Set(read)].flatMap((atom) => {
    const origin = w.schedule.origin(atom);
    return origin.kind === "const" ? [] : [{ atom, table: tableOf(origin) }];
  });
};

const keptHere = (w: Writer, { loop }: LoopPlace, table: number): Node =>
  w.body.node(
    numberType(w),
    `spilled ${table}`,
    [localNode(w, loop.i8)],
    instruction(w.count === 2 ? "v128.load" : "f64.load", table),
  );

/** The number, the same for all elements, that places are made less by, if it is in sight: where it is infinite, all lie below. */
const lessBy = (w: Writer, place: Atom | undefined): Atom | undefined => {
  const made = place && w.schedule.definition(w.schedule.origin(place));
  const [x, y] = made?.inputs ?? [];
  if (made?.primitive === where.primitive) return lessBy(w, y);
  return made?.primitive === sub.primitive && x && y && axisOf(y) === null ? y : undefined;
};

/**
 * Writes a loop that collects moments. Rare ones have a loop of their own, in which what only they read is computed where
 * an element lies inside.
 */
export const writeCollected = (
  w: Writer,
  { axis, loop, level }: Pick<LoopPlace, "axis" | "loop" | "level">,
  limit4: number,
  equations: readonly Equation[],
  kept: readonly Spilled[],
): void => {
  const { lanes } = w;
  const { op, push } = w.body.write;
  const placeNow = (): LoopPlace => {
    const place: LoopPlace = { w, axis, loop, level, values: new Map() };
    for (const { atom, table } of kept) place.values.set(atom, keptHere(w, place, table));
    return place;
  };
  const often = equations.filter((equation) => !isRare(equation));
  if (often.length > 0) forElements(w, { axis, loop }, limit4, () => addedMoments(placeNow(), often, limit4));
  for (const equation of equations.filter(isRare)) {
    const less = lessBy(w, equation.inputs[0]);
    if (less) {
      push(lanes.lt(valueIn(placeNow(), less), lanes.k(Number.POSITIVE_INFINITY)));
      if (w.count === 2) op("v128.any_true");
      op("if");
    }
    forElements(w, { axis, loop }, limit4, () => addedInside(placeNow(), equation, limit4));
    if (less) op("end");
  }
};
