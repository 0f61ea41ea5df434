import type { ColumnDType } from "../columns/index.ts";
import type { Atom, Builder, Program } from "../program/index.ts";
import type { LeafShape } from "../transforms/index.ts";
import type { Rows, Supply } from "./environment.ts";
import type { KeptEvents, WeighedRows } from "./shape-columns.ts";

/** What a pipeline makes of its events, with the type of each leaf and the tangents that it has. */
export interface EventPass {
  readonly b: Builder;
  readonly rows: WeighedRows;
  /** Everything that the rows and the tangents are computed from. */
  readonly program: Program;
  readonly types: ReadonlyMap<LeafShape, ColumnDType>;
  /** For leaves that depend on parameters, a tangent for each of them; undefined stands for zero. */
  readonly tangents: ReadonlyMap<LeafShape, readonly (Atom | undefined)[]>;
}

/** Evaluates the events of a tile; `supply` gives what is neither a column nor a fixed array. */
export type EventKernel = (rows: Rows, supply: Supply) => KeptEvents;

/** A way to evaluate events to columns. */
export interface EventLane {
  readonly name: string;
  readonly prepare: (pass: EventPass) => EventKernel;
}
