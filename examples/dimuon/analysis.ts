import type { Events } from "jagrad/adapters/duckdb";
import type { Choice, Result, Scalar } from "jagrad/core";
import type { Observable, OperatorFunction } from "rxjs";
import type { Collision } from "./pairs.ts";
import type { Thresholds } from "./thresholds.ts";

/** The operators of either flavour. */
export type Ops = typeof import("jagrad/ops/hard");

/** Events with an even number, on which choices are tuned, or with an odd one, on which they are judged. */
export type Half = "even" | "odd";

export const halves: Readonly<Record<Half, { readonly of: number; readonly index: number }>> = {
  even: { of: 2, index: 0 },
  odd: { of: 2, index: 1 },
};

/** Values of parameters by name. */
export type Point = Readonly<Record<string, number>>;

export type Regions = Readonly<Record<string, Result>>;

/** Expected numbers of events. */
export interface Yields {
  readonly signal: number;
  readonly background: number;
}

/** Events of the odd half to draw, each with what it counts. */
export interface Layer {
  readonly events: Events<Collision>;
  readonly perEvent: number;
}

/** An analysis with choices to optimise; `R` is what its regions collect. */
export interface Analysis<R extends Regions> {
  readonly thresholds: Thresholds;
  /** Those of the thresholds that are optimised. */
  readonly parameters: Readonly<Record<string, Choice>>;
  /** Where searches begin, by name. */
  readonly starts: Readonly<Record<string, Point>>;
  /** What the regions collect from half of the events. */
  readonly regions: (ops: Ops, half: Half) => Observable<R>;
  readonly figure: OperatorFunction<R, Scalar>;
  readonly yields: (regions: R) => Yields;
  /** The regions whose entries are events of the sample. */
  readonly counted: readonly (keyof R & string)[];
  /** The factor on all widths with which a search begins. */
  readonly widest: number;
  /** A search narrows its widths while so many events are near each threshold. */
  readonly floor: number;
  /** What a picture shows: masses between two ends, one layer on the other, and where sidebands lie. */
  readonly picture: {
    readonly range: readonly [number, number];
    readonly bins: number;
    readonly layers: Readonly<Record<string, Layer>>;
    readonly sidebands: readonly (readonly [number, number])[];
  };
}
