import type { Choice, Result, Scalar } from "jagrad/core";
import type { Observable, OperatorFunction } from "rxjs";

/** The operators of either flavour. */
export type Ops = typeof import("jagrad/ops/hard");

/** Events with an even number, on which choices are tuned, or with an odd one, on which they are judged. */
export type Half = "even" | "odd";

export const foldOf: Readonly<Record<Half, { readonly of: number; readonly index: number }>> = {
  even: { of: 2, index: 0 },
  odd: { of: 2, index: 1 },
};

/** Values of parameters by name. */
export type Point = Readonly<Record<string, number>>;

export type Regions = Readonly<Record<string, Result>>;

/** Expected numbers of events in the whole sample. */
export interface Yields {
  readonly signal: number;
  readonly background: number;
}

/** An analysis with choices to optimise; `R` is what its regions collect. */
export interface Analysis<R extends Regions> {
  readonly parameters: Readonly<Record<string, Choice>>;
  /** Where searches begin, by name. */
  readonly starts: Readonly<Record<string, Point>>;
  readonly regions: (ops: Ops, half: Half) => Observable<R>;
  readonly figure: OperatorFunction<R, Scalar>;
  readonly yields: (regions: R) => Yields;
  /** Events of the even half within `reach` widths of each threshold. */
  readonly near: (reach: Choice) => Observable<Readonly<Record<string, Scalar>>>;
  /** A search narrows its widths while so many events are near each threshold. */
  readonly floor: number;
}
