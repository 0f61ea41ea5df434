import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import type { Bindings } from "./bindings.ts";

/** Cotangents of the outputs of a pass, by output number. */
export type Cotangents = Map<number, Float64Array>;

/** Derivatives with respect to parameters. */
export type Slopes = ReadonlyMap<Parameter, number>;

/** Something computed that can be differentiated after the fact. */
export interface Pullable {
  /** The sizes of its outputs. */
  readonly sizes: readonly number[];
  /** What it computes, the same object whenever the same pipeline runs. */
  readonly of: object;
  /** What was bound when it was subscribed to. */
  readonly bindings: Bindings;
  /**
   * The derivatives of the cotangents' sum over the outputs, for the parameters asked for.
   * @throws E_WIDTH, E_FLAT for parameters whose derivative is lost in a step; E_CANCELLED if the signal aborts
   */
  readonly pullback: (cotangents: Cotangents, wanted: ReadonlySet<Parameter>, signal?: AbortSignal) => Promise<Slopes>;
}

/** Where a member of a result lies in the outputs of what computed it. */
export interface Place {
  readonly output: number;
  readonly from: number;
}

/** What became of one comparison, observable or order. */
export interface Explained {
  readonly kind: "comparison" | "observable" | "order";
  readonly treatment: "exact" | "hard" | "matched";
  /** The stage it stands in. */
  readonly stage: string;
  readonly text: string;
  /** Its width, if it is the same for all events. */
  readonly width: number | "per event" | undefined;
  readonly choices: readonly string[];
}

/** The columns that were read of each source on the way to a result, by the name of the source. */
export type Reads = ReadonlyMap<string, readonly string[]>;

/** How a result can be differentiated: by the pass that computed it, or not, and then why. */
export type Trace =
  | {
      readonly kind: "diff";
      readonly pullable: Pullable;
      readonly places: Readonly<Record<string, Place>>;
      /** Members that vary but carry no derivative. */
      readonly lost: readonly string[];
      /** What became of the comparisons on the way to the result. */
      readonly explained: readonly Explained[];
      readonly reads: Reads;
    }
  | { readonly kind: "hard"; readonly stage: string; readonly reads: Reads }
  /** Data: a constant of every objective. */
  | { readonly kind: "observed" };

/** Adds a cotangent of one member of a result. */
export const addCotangent = (
  cotangents: Cotangents,
  { sizes }: Pullable,
  { output, from }: Place,
  values: ArrayLike<number>,
): void => {
  const all = cotangents.get(output) ?? new Float64Array(sizes[output] ?? 0);
  for (let i = 0; i < values.length; i++) all[from + i] = (all[from + i] ?? 0) + (values[i] ?? 0);
  cotangents.set(output, all);
};

/** Known to every copy of the package in one process. */
const emitted = Symbol.for("jagrad emitted");

/** Marks a result that has the numbers its trace is about; the mark is not enumerable, so a copy by spread has none. */
export const asEmitted = <R extends object>(result: R): R => Object.defineProperty(result, emitted, { value: true });

/**
 * The pass behind a result.
 * @throws E_HARD for a result that has none, E_TYPE for a copy, whose numbers may be others
 */
export const pullableOf = (result: { readonly trace: Trace }): Extract<Trace, { kind: "diff" }> => {
  const { trace } = result;
  if (trace.kind === "diff" && emitted in result) return trace;
  if (trace.kind === "diff")
    throw fail("E_TYPE", {
      what: "a derivative was asked of a copy of a result, whose numbers may be others",
      cure: "compute with results in an objective: objective((n) => 2 * n.value)",
    });
  if (trace.kind === "observed")
    throw fail("E_HARD", {
      what: "a derivative was asked of an observed result, which is data",
      cure: "differentiate the expectation that it is compared with",
    });
  throw fail("E_HARD", {
    what: `a derivative was asked of a result of the hard flavour (${trace.stage})`,
    where: trace.stage,
    cure: 'import the operators from "jagrad/ops/diff" instead of "jagrad/ops/hard"',
  });
};

/** The sum of derivatives from several results. */
export const addSlopes = (parts: readonly Slopes[]): Slopes => {
  const total = new Map<Parameter, number>();
  for (const part of parts)
    for (const [parameter, slope] of part) total.set(parameter, (total.get(parameter) ?? 0) + slope);
  return total;
};

/** What was read on the way to several results. */
export const readsOf = (traces: readonly Trace[]): Reads => {
  const all = new Map<string, Set<string>>();
  for (const trace of traces)
    for (const [source, columns] of trace.kind === "observed" ? [] : trace.reads)
      all.set(source, new Set([...(all.get(source) ?? []), ...columns]));
  return new Map([...all].map(([source, columns]) => [source, [...columns]] as const));
};
