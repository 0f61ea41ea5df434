import type { Atom, Builder, Parameter } from "../program/index.ts";
import { type Elaborated, type EventRows, hardRows, type LeafShape } from "../transforms/index.ts";

/** The tangents of the leaves that depend on parameters, one per parameter; undefined stands for zero. */
export interface Tangents {
  readonly parameters: readonly Parameter[];
  readonly of: ReadonlyMap<LeafShape, readonly (Atom | undefined)[]>;
}

/** A meaning of what a pipeline makes of its events. */
export interface RowFlavour {
  readonly name: "hard" | "diff";
  readonly rows: (b: Builder, made: Elaborated["made"]) => EventRows;
  /**
   * @param wanted - the parameters asked for; all that matter where absent
   * @throws E_WIDTH, E_FLAT for a parameter asked for whose derivative is lost in a step; E_LIMIT for too many
   */
  readonly tangents: (
    b: Builder,
    outputs: readonly Atom[],
    leaves: readonly LeafShape[],
    wanted: readonly Parameter[] | undefined,
  ) => Tangents;
}

const none: Tangents = { parameters: [], of: new Map() };

/** Events as JavaScript computes them, without derivatives. */
export const hardRowFlavour: RowFlavour = {
  name: "hard",
  rows: hardRows,
  tangents: () => none,
};
