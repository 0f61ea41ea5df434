import { type Axis, pathBetween } from "./axis.ts";
import type { Builder } from "./builder.ts";
import { type Rewriter, rewriter } from "./substitute.ts";

/** The elements of `axis` under one element of `owner`. */
export interface Loops {
  readonly axis: Axis;
  readonly owner: Axis | null;
}

/** The loops from an owner to an axis, and those that sorted ones among them enumerate. */
export const loopsOf = ({ axis, owner }: Loops): readonly Axis[] =>
  pathBetween(owner, axis).flatMap((a) => [a, ...(a.onto.of ? loopsOf({ axis: a.onto.of, owner }) : [])]);

/** Makes what is said of the elements of a list anew for a loop `to` inside its owner: the list is gone through in it. */
export const nested = (b: Builder, loops: Loops, to: Axis): Rewriter =>
  rewriter(b, new Map(), { axes: new Set(loopsOf(loops)), from: loops.owner, to });
