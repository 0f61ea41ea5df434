import { and, gt, lt, position } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Equation, encloses, isCondition } from "../program/index.ts";

/** Why a loop need not begin at its first element: a condition in it demands a number above that of an outer element. */
export interface LoopStart {
  readonly condition: Axis;
  /** The loop begins after the element with this number. */
  readonly after: Atom;
}

type Definitions = ReadonlyMap<number, Equation>;

const definitionOf = (definitions: Definitions, atom: Atom | undefined): Equation | undefined =>
  atom?.kind === "var" ? definitions.get(atom.id) : undefined;

const isNumberOf = ({ primitive, settings }: Equation, axis: Axis): boolean =>
  primitive === position && settings.axis === axis && settings.owner === (axis.onto.parent ?? null);

/** True for the number of an element that stands in a list of the same kind: never below zero, but on a range. */
const isNumberLike = ({ primitive, settings }: Equation, axis: Axis): boolean => {
  const { axis: other } = settings;
  if (primitive !== position || typeof other !== "object" || other === null) return false;
  return other.extent.kind !== "range" || axis.extent.kind === "range";
};

/** What the number of an element must exceed for a mask to hold, where that is the number of an outer element. */
const exceeded = (definitions: Definitions, mask: Atom, axis: Axis): Atom | undefined => {
  const made = definitionOf(definitions, mask);
  const [x, y] = made?.inputs ?? [];
  if (!made || !x || !y) return undefined;
  if (made.primitive === and.primitive) return exceeded(definitions, x, axis) ?? exceeded(definitions, y, axis);
  if (made.primitive !== gt.primitive && made.primitive !== lt.primitive) return undefined;
  const [more, less] = made.primitive === gt.primitive ? [x, y] : [y, x];
  const [above, below] = [definitionOf(definitions, more), definitionOf(definitions, less)];
  const isOuter = encloses(axisOf(less), axis.onto.parent ?? null);
  return above && below && isOuter && isNumberOf(above, axis) && isNumberLike(below, axis) ? less : undefined;
};

const counted: ReadonlySet<Axis["extent"]["kind"]> = new Set(["column", "range", "sorted"]);

/**
 * Where the loop over the first axis of a path may begin without an element at the end of the path being lost: pairs
 * `i < j` of one list are met by a loop over `j` that begins after `i`.
 * @param definitions - the equations of the pass by the number of their output
 */
export const loopStart = (definitions: Definitions, path: readonly Axis[]): LoopStart | undefined => {
  const [axis, ...rest] = path;
  if (!axis || !counted.has(axis.extent.kind)) return undefined;
  const end = rest.findIndex((inner) => !isCondition(inner));
  for (const condition of end < 0 ? rest : rest.slice(0, end)) {
    const { extent } = condition;
    const after = extent.kind === "where" ? exceeded(definitions, extent.mask, axis) : undefined;
    if (after) return { condition, after };
  }
  return undefined;
};
