import type { Stage } from "../columns/index.ts";
import type { Scope } from "../lambda/index.ts";
import type { Atom, Axis, Choice, Held, Nuisance, Parameter } from "../program/index.ts";
import type { StepName } from "./step.ts";

export interface StageOptions {
  /** The width of comparisons in this lambda that depend on choices without one. */
  readonly width?: number;
  /** The distribution of the noise on what is compared in this lambda; normal if not given. */
  readonly step?: StepName;
}

/** A lambda and its scope. */
export interface Scoped {
  readonly f: object;
  readonly scope: Scope;
}

/** A stage that filters, maps, weighs or orders events by a lambda. */
export interface LambdaStage extends Stage {
  readonly kind: "filter" | "map" | "weight" | "flatten" | "order";
  readonly f: object;
  readonly scope: Scope;
  readonly options: StageOptions;
  /** True for an order of which only the first events are there. */
  readonly chooses?: boolean;
  /** True for a lambda that is given the number of the event after the event. */
  readonly numbered?: boolean;
  /** Lambdas that may stand in for this one, under a name: a weight and its variations. */
  readonly variants?: { readonly name: string; readonly up: Scoped; readonly down: Scoped };
}

export type Edge = number | Choice | Nuisance | Held;

/** One axis of bins. */
export interface Binning {
  readonly edges: readonly Edge[];
  /** The standard deviation by which the observable is spread, in its own unit; overrides the one that follows from its choices. */
  readonly bandwidth: number | undefined;
}

/** A lambda of an accumulator and an event, of which one member of the accumulator is added up. */
export interface Fold {
  readonly seed: number | Readonly<Record<string, number>>;
  /** The member; empty where the seed is a number. */
  readonly member: string;
}

/** What a filling operator collects. */
export interface Sink {
  readonly kind: "histogram" | "grid" | "sum" | "count";
  readonly operator: string;
  readonly f: object | undefined;
  readonly scope: Scope;
  readonly edges: readonly Edge[];
  /** The power of the observable that a sum adds up; 1 if not given. */
  readonly power?: 0 | 2;
  /** The power of the last number of an array that the weight is multiplied by; the others are observed. */
  readonly measured?: 0 | 1 | 2;
  /** What a sum adds up, for a lambda that folds events into an accumulator. */
  readonly fold?: Fold;
  /** The standard deviation by which an observable is spread, in its own unit; overrides the one that follows from its choices. */
  readonly bandwidth: number | undefined;
  /** The axes of a grid. */
  readonly axes?: readonly Binning[];
  readonly width: number | undefined;
  readonly step: StepName | undefined;
  /** The most ways in which the answers about the items of one event may come out together. */
  readonly ways?: number | undefined;
  /** What becomes of events with more ways: an error, or a sum over items is matched by its moments. */
  readonly above?: "matched" | undefined;
}

/** The axes over which a sink is binned; none for a sum or a count. */
export const binningsOf = ({ kind, edges, bandwidth, axes = [] }: Sink): readonly Binning[] =>
  kind === "histogram" ? [{ edges, bandwidth }] : axes;

/** How many bins each axis of a sink has. */
export const shapeOfSink = (sink: Sink): readonly number[] => binningsOf(sink).map(({ edges }) => edges.length - 1);

/** How many numbers a sink collects: of a histogram with underflow and overflow, of a grid with what lies outside. */
export const sizeOfSink = (sink: Sink): number => {
  const bins = shapeOfSink(sink).reduce((product, n) => product * n, 1);
  return bins + { histogram: 2, grid: 1, sum: 0, count: 0 }[sink.kind];
};

/** A condition of a pipeline and the stage it stands in. */
export interface Condition {
  readonly atom: Atom;
  readonly label: string;
}

/** What a sink collects, as atoms: hard meaning, nothing relaxed yet. */
export interface Fill {
  readonly sink: Sink;
  /** The axis whose elements are filled: events, or items of a list. */
  readonly axis: Axis;
  readonly conditions: readonly Condition[];
  readonly weight: Atom;
  /** What is observed, a number per axis, and whether all of it is there; a count observes nothing. */
  readonly observed: readonly Atom[];
  readonly present: Atom;
  /** The edges of each axis as an array on a fixed axis. */
  readonly edges: readonly Atom[];
  readonly bins: Axis | undefined;
}

/** A sink and the stages that only it has. */
export interface Branch {
  readonly stages: readonly Stage[];
  readonly sink: Sink;
  /** Parameters that are moved in this branch. */
  readonly shifts?: readonly Shift[];
  /** A named weight that is replaced by one of its variations in this branch. */
  readonly variant?: Variant;
}

/** One variation of a named weight. */
export interface Variant {
  readonly weight: string;
  readonly side: "up" | "down";
}

/** A parameter and how far it is moved from its value. */
export interface Shift {
  readonly parameter: Parameter;
  readonly by: number;
}
