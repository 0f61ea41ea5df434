import type { Atom, Axis, Equation } from "../../program/index.ts";
import { addedInside, addedMoments, insideOf } from "./added-moments.ts";
import { instruction } from "./code.ts";
import { localNode } from "./elements.ts";
import { forElements } from "./for-elements.ts";
import type { Node } from "./graph.ts";
import type { LoopPlace } from "./values.ts";
import { numberType } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** A value that is kept between two loops over the same elements. */
export interface Spilled {
  readonly atom: Atom;
  readonly table: number;
}

/**
 * What moments are made of, and where it is kept between the loop that computes it and the one that adds it up: short
 * loops overlap where one long chain of operations would wait for its own end.
 */
export const spilled = (w: Writer, axis: Axis, equations: readonly Equation[]): readonly Spilled[] => {
  const tables = new Map<Atom, number>();
  const tableOf = (origin: Atom): number => {
    const table = tables.get(origin) ?? w.layout.numbers(`spilled ${tables.size} of`, axis);
    tables.set(origin, table);
    return table;
  };
  return [...new Set(equations.flatMap(({ inputs }) => inputs))].flatMap((atom) => {
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

/** True for moments of derivatives alone in cells where few places lie: what lies outside adds nothing. */
export const isRare = ({ settings }: Equation): boolean => settings.rare === true;

/** The moments that a loop collects: of all its elements, and of the few that lie in some cells. */
export interface Collected {
  readonly often: readonly Equation[];
  readonly rare: readonly Equation[];
  readonly spilled: readonly Spilled[];
}

/**
 * Writes a loop that collects moments. Rare ones have a loop of their own, which is left out where no element lies inside;
 * what only they read is computed there.
 */
export const writeCollected = (
  w: Writer,
  { axis, loop, level }: Pick<LoopPlace, "axis" | "loop" | "level">,
  limit4: number,
  { often, rare, spilled }: Collected,
): void => {
  if (often.length + rare.length === 0) return;
  const { op, push, local } = w.body.write;
  const [type, or] = w.count === 2 ? (["v128", "v128.or"] as const) : (["i32", "i32.or"] as const);
  const placeNow = (): LoopPlace => {
    const place: LoopPlace = { w, axis, loop, level, values: new Map() };
    for (const { atom, table } of spilled) place.values.set(atom, keptHere(w, place, table));
    return place;
  };
  const watched = rare.map((equation) => ({ equation, some: local(type) }));
  for (const { some } of watched) {
    push(w.body.constant(type, 0));
    op("local.set", some);
  }
  forElements(w, { axis, loop }, limit4, () => {
    const place = placeNow();
    for (const { equation, some } of watched) {
      push(insideOf(place, equation));
      op("local.get", some);
      op(or);
      op("local.set", some);
    }
    addedMoments(place, often, limit4);
  });
  for (const { equation, some } of watched) {
    op("local.get", some);
    if (w.count === 2) op("v128.any_true");
    op("if");
    forElements(w, { axis, loop }, limit4, () => addedInside(placeNow(), equation, limit4));
    op("end");
  }
};
