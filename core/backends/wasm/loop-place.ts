import type { Atom, Axis } from "../../program/index.ts";
import { instruction } from "./code.ts";
import type { Doubts } from "./doubts.ts";
import { type Elements, localNode, type Place } from "./elements.ts";
import type { Node } from "./graph.ts";
import { gathered, loadName, typeOf } from "./vectors.ts";

/** A loop over the elements of an axis, at a level of the schedule. */
export interface LoopPlace extends Place {
  readonly axis: Axis;
  readonly level: number;
  /** What is computed of the elements at hand already. */
  readonly values: Map<Atom, Node>;
  readonly doubts?: Doubts | undefined;
}

/** What is kept for the elements of an axis, at some of them. */
export const keptAt = (place: Place, table: number, { which }: Elements, isTruth: boolean): Node => {
  const { w, loop } = place;
  if (which !== "loop") return gathered(w, which, table, isTruth);
  return w.body.node(
    typeOf(w, isTruth),
    `kept ${table}`,
    [localNode(w, loop.i8)],
    instruction(loadName(w, isTruth), table),
  );
};
