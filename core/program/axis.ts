import { fail } from "../errors.ts";
import type { Atom } from "./atom.ts";

/** How many elements an axis has under one element of its parent. */
export type Extent =
  | { readonly kind: "events" }
  | { readonly kind: "fixed"; readonly size: number }
  /** The items of a list column, named by its slot; only those after the one that the loop `after` is at. */
  | { readonly kind: "column"; readonly slot: string; readonly after?: Axis }
  /** One element where the mask, a bool on the parent, holds; none elsewhere. */
  | { readonly kind: "where"; readonly mask: Atom }
  /** The whole numbers `first <= k < last`, both i32 on the parent. */
  | { readonly kind: "range"; readonly first: Atom; readonly last: Atom }
  /** The elements of `onto.of`, in the order of a key that lives on it; stable, NaN last. */
  | { readonly kind: "sorted"; readonly key: Atom; readonly descending: boolean };

/** One loop of a program: `onto.parent` is the loop around it, the other projections say which elements it enumerates. */
export interface Axis {
  readonly id: number;
  readonly name: string;
  readonly extent: Extent;
  readonly onto: {
    readonly parent?: Axis;
    readonly of?: Axis;
    /** The axis whose elements have this list, where that is not the loop around it. */
    readonly base?: Axis;
  };
}

/** The axis and all loops around it, innermost first. */
export const chainOf = (axis: Axis | null): readonly Axis[] => {
  const chain: Axis[] = [];
  for (let a = axis ?? undefined; a; a = a.onto.parent) chain.push(a);
  return chain;
};

/** True if `outer` is `inner` or one of the loops around it; null is around everything. */
export const encloses = (outer: Axis | null, inner: Axis | null): boolean => {
  let axis: Axis | null | undefined = inner;
  while (axis && axis !== outer) axis = axis.onto.parent;
  return outer === null || axis === outer;
};

/** The loops to open, outermost first, to come from `outer` to `inner`. */
export const pathBetween = (outer: Axis | null, inner: Axis | null): readonly Axis[] => {
  const chain = chainOf(inner);
  const end = outer === null ? chain.length : chain.indexOf(outer);
  if (end < 0) throw fail("E_SHAPE", { what: `${nameOfAxis(inner)} is not inside ${nameOfAxis(outer)}` });
  return chain.slice(0, end).reverse();
};

export const nameOfAxis = (axis: Axis | null): string => (axis === null ? "a single number" : axis.name);

/**
 * The axis on which values of both axes can be combined.
 * @throws E_SHAPE where neither is inside the other
 */
export const joinAxes = (a: Axis | null, b: Axis | null): Axis | null => {
  if (a === b || encloses(a, b)) return b;
  if (encloses(b, a)) return a;
  throw fail("E_SHAPE", {
    what: `values of ${nameOfAxis(a)} and of ${nameOfAxis(b)} cannot be combined item by item`,
    cure: "reduce one of the lists to a number (length, [k], reduce), or take both from one list",
  });
};

/** The outermost loop over data, or null for what no event enters. */
export const isOverEvents = (axis: Axis | null): boolean => {
  let outer = axis ?? undefined;
  while (outer && outer.extent.kind !== "events") outer = outer.onto.parent;
  return outer !== undefined;
};

/** True if each element of the axis is an element of its parent, at most once: a condition rather than a loop. */
export const isCondition = (axis: Axis): boolean => axis.extent.kind === "where";

/** The atoms an axis depends on. */
export const atomsOfAxis = (axis: Axis): readonly Atom[] => {
  const { extent } = axis;
  if (extent.kind === "where") return [extent.mask];
  if (extent.kind === "range") return [extent.first, extent.last];
  if (extent.kind === "sorted") return [extent.key];
  return [];
};
