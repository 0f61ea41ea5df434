import type { LaneName, Workers } from "../backends/index.ts";
import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";

/**
 * How derivatives are computed: tangents in the same pass, a second pass backwards, or not at all. Where none is asked
 * for, those of one number by many parameters are computed backwards in the same pass.
 */
export type Mode = "forward" | "reverse" | "value";

/** What a subscription binds: values of parameters, and the state at which widths are frozen. */
export interface Bindings {
  readonly values: ReadonlyMap<Parameter, number>;
  /** Values at which the widths of comparisons are computed; those of `values` where absent. */
  readonly anchors: ReadonlyMap<Parameter, number> | undefined;
  /** All widths are multiplied by it; an optimiser lets it fall. */
  readonly widthFactor: number;
  readonly mode: Mode | undefined;
  /** True where the derivatives of what is emitted will be asked for. */
  readonly isDifferentiated?: boolean;
  /** Another meaning of a differentiable pipeline than its relaxed one. */
  readonly meaning: Meaning | undefined;
  /** The back end that runs the event loops; the quickest one that can where absent. */
  readonly lane?: LaneName | undefined;
  /** Threads that take a part of the event loops. */
  readonly workers?: Workers | undefined;
  /** How far parameters are from their values in what is computed of one variation. */
  readonly shifts?: ReadonlyMap<Parameter, number>;
}

/** Other derivatives of a pipeline than those of its relaxed meaning. */
export type EstimatorKind = "exact-forward" | "fixed-selection";

/**
 * The hard result; that with other derivatives; half the difference between the hard results with one parameter a step up and a step down; or the
 * fewest entries inside one width of a threshold.
 */
export type Meaning =
  | { readonly kind: "hard" }
  | { readonly kind: EstimatorKind }
  | { readonly kind: "inside" }
  | { readonly kind: "matched" }
  | { readonly kind: "contrast"; readonly parameter: Parameter; readonly step: number; readonly weights?: Weights };

/**
 * How much each bin of a pipeline's contents counts in a sum over its bins: in a contrast, the variance of the
 * difference of that sum then stands in place of the skipped fills.
 * @param of - the pipeline, as its `Pullable` names it
 * @param output - the number of the output
 */
export type Weights = (of: object, output: number) => Float64Array | undefined;

/** True for bindings under which a differentiable pipeline gives derivatives. */
export const hasDerivatives = ({ meaning }: Bindings): boolean =>
  meaning === undefined || meaning.kind === "exact-forward" || meaning.kind === "fixed-selection";

export const plainBindings: Bindings = {
  values: new Map(),
  anchors: undefined,
  widthFactor: 1,
  mode: undefined,
  meaning: undefined,
};

let current = plainBindings;

/** The bindings of the subscription being made just now. */
export const currentBindings = (): Bindings => current;

/** Runs `subscribe` under bindings; operators read them when they are subscribed to. */
export const withBindings = <T>(bindings: Bindings, subscribe: () => T): T => {
  const before = current;
  current = bindings;
  try {
    return subscribe();
  } finally {
    current = before;
  }
};

export const valueFrom = ({ values }: Bindings, parameter: Parameter): number =>
  values.get(parameter) ?? parameter.value;

const widthOf = (parameter: Parameter): number => (parameter.kind === "choice" ? (parameter.width ?? 0) : 0);

/** The number that one part of a parameter has under bindings. */
export const partOf = (bindings: Bindings, parameter: Parameter, part: "value" | "anchor" | "width"): number => {
  if (part === "width") return widthOf(parameter) * bindings.widthFactor;
  const value = valueFrom(bindings, parameter);
  if (part === "anchor") return bindings.anchors?.get(parameter) ?? value;
  const shift = bindings.shifts?.get(parameter);
  return shift === undefined ? value : value + shift;
};

/** Bindings under which a parameter is further from its value. */
export const shiftedBindings = (bindings: Bindings, parameter: Parameter, by: number): Bindings => {
  const { shifts = new Map<Parameter, number>() } = bindings;
  return { ...bindings, shifts: new Map([...shifts, [parameter, (shifts.get(parameter) ?? 0) + by]]) };
};

const entries = (values: ReadonlyMap<Parameter, number> | undefined): readonly (readonly [Parameter, number])[] => [
  ...(values ?? new Map()),
];

const same = (a: ReadonlyMap<Parameter, number> | undefined, b: ReadonlyMap<Parameter, number> | undefined): boolean =>
  entries(a).every(([parameter, value]) => (b?.get(parameter) ?? parameter.value) === value) &&
  entries(b).every(([parameter, value]) => (a?.get(parameter) ?? parameter.value) === value);

/** True if two bindings give every parameter the same value and width, and ask for the same meaning. */
export const sameBindings = (a: Bindings, b: Bindings): boolean =>
  a === b ||
  (same(a.values, b.values) &&
    same(a.anchors, b.anchors) &&
    (a.anchors === undefined) === (b.anchors === undefined) &&
    a.widthFactor === b.widthFactor &&
    a.meaning === b.meaning);

/**
 * Makes sure that what was computed was computed under the bindings that were asked for.
 * @throws E_BINDING for a pipeline that was subscribed to later, when the bindings were gone
 */
export const checkBindings = (asked: Bindings, found: Bindings): void => {
  if (sameBindings(asked, found)) return;
  throw fail("E_BINDING", {
    what: "a part of the stream was subscribed to later, and did not see the values that were asked for",
    cure: "subscribe to the pipelines together (forkJoin), or give the parameters these values when they are made",
  });
};
