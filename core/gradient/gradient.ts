import { type LaneName, lanes, type Workers, workersLane } from "../backends/index.ts";
import { fail } from "../errors.ts";
import type { Held, Parameter } from "../program/index.ts";
import { type Bindings, checkBindings, type Meaning, type Mode, plainBindings } from "./bindings.ts";
import { isResult, type Scalar } from "./results.ts";
import { lastOf, type Subscribable } from "./stream.ts";
import { pullableOf, type Slopes } from "./trace.ts";

/** Parameters by the names under which results are wanted. */
export type Parameters = Readonly<Record<string, Parameter>>;

export type Numbers<P> = { readonly [K in keyof P]: number };

export interface GradientOptions<P extends Parameters> {
  /** Values other than those the parameters were made with. */
  readonly at?: Partial<Numbers<P>>;
  /** Values at which widths are computed, where they should not follow `at`. */
  readonly frozenAt?: Partial<Numbers<P>>;
  /** Multiplies the widths of choices, not those that a stage or a bandwidth states; 1 if not given. */
  readonly widthFactor?: number;
  readonly mode?: Mode;
  /** Another meaning of a differentiable pipeline than its relaxed one. */
  readonly meaning?: Meaning;
  /** The back end that runs the event loops; the quickest one that can if not given. */
  readonly lane?: LaneName;
  /** Threads that take a part of the event loops, from `jagrad/adapters/workers`; they run the lane `wasm`. */
  readonly workers?: Workers;
  readonly signal?: AbortSignal;
}

const estimators = {
  smooth: undefined,
  "exact-forward": { kind: "exact-forward" },
  "fixed-selection": { kind: "fixed-selection" },
} as const satisfies Readonly<Record<string, Meaning | undefined>>;

/**
 * Which derivatives: those of the relaxed meaning, `smooth`; the same beside the hard value, `exact-forward`, for steps
 * that only follow a slope; or those of the hard result while nothing crosses a step, `fixed-selection`, which ignores
 * the events and items that migrate.
 */
export type Estimator = keyof typeof estimators;

export interface EstimateOptions<P extends Parameters> extends GradientOptions<P> {
  readonly estimator?: Estimator;
}

const estimating = <P extends Parameters>(options: EstimateOptions<P>): GradientOptions<P> => {
  const { estimator = "smooth", ...rest } = options;
  if (!Object.hasOwn(estimators, estimator))
    throw fail("E_PARAMETER", {
      what: `there is no estimator ${JSON.stringify(estimator)}`,
      cure: `one of ${Object.keys(estimators).join(", ")}`,
    });
  const meaning = estimators[estimator];
  return meaning ? { ...rest, meaning } : rest;
};

const valuesOf = <P extends Parameters>(
  parameters: P,
  at: Partial<Numbers<P>> | undefined,
): ReadonlyMap<Parameter, number> => {
  const values = new Map<Parameter, number>();
  for (const [name, value] of Object.entries(at ?? {})) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter)
      throw fail("E_PARAMETER", { what: `there is no parameter ${JSON.stringify(name)} among those asked for` });
    if (typeof value !== "number" || !Number.isFinite(value))
      throw fail("E_NONFINITE", {
        what: `the value of ${JSON.stringify(name)} is ${String(value)}`,
        cure: "give a finite number",
      });
    values.set(parameter, value);
  }
  return values;
};

const checkWorkers = (workers: Workers | undefined, lane: LaneName | undefined): void => {
  if (workers === undefined) return;
  if (typeof workers?.share !== "function")
    throw fail("E_PARAMETER", {
      what: `workers is ${workers === null ? "null" : `a ${typeof workers}`}, and no pool of threads`,
      cure: "workers: await workers(2), from jagrad/adapters/workers",
    });
  if (lane !== undefined && lane !== workersLane)
    throw fail("E_PARAMETER", {
      what: `workers run the lane ${workersLane}, and ${lane} was asked for`,
      cure: "leave out one of the two options",
    });
};

export const bindingsOf = <P extends Parameters>(parameters: P, options: GradientOptions<P> = {}): Bindings => {
  const { widthFactor = 1, mode, meaning, lane, workers } = options;
  if (lane !== undefined && !Object.hasOwn(lanes, lane))
    throw fail("E_PARAMETER", {
      what: `there is no lane ${JSON.stringify(lane)}`,
      cure: `one of ${Object.keys(lanes).join(", ")}`,
    });
  checkWorkers(workers, lane);
  if (!(widthFactor >= 0 && widthFactor < Number.POSITIVE_INFINITY))
    throw fail("E_PARAMETER", {
      what: `widthFactor is ${String(widthFactor)}`,
      cure: "give a finite number that is not negative",
    });
  return {
    ...plainBindings,
    values: valuesOf(parameters, options.at),
    anchors: options.frozenAt && valuesOf(parameters, options.frozenAt),
    widthFactor,
    mode,
    meaning,
    lane,
    workers,
  };
};

type Entries = readonly (readonly [name: string, parameter: Parameter])[];

const checkParameters = (entries: readonly (readonly [string, Parameter | Held | number])[]): void => {
  for (const [name, parameter] of entries)
    if (
      typeof parameter !== "object" ||
      parameter === null ||
      (parameter.kind !== "choice" && parameter.kind !== "nuisance")
    )
      throw fail("E_PARAMETER", {
        what: `${JSON.stringify(name)} is not a parameter`,
        cure: "make it with parameter(...) or nuisance(...)",
      });
};

export const scalarOf = (emitted: unknown): Scalar => {
  if (isResult(emitted) && emitted.kind === "scalar") return emitted;
  throw fail("E_TYPE", {
    what: `a gradient is that of one number, and this stream emits ${isResult(emitted) ? `a ${emitted.kind}` : typeof emitted}`,
    cure: "end the pipeline with sum(...), count() or objective((h) => ..., {})",
  });
};

/** Numbers by name: made as a table, since an object that grows by a thousand names one by one is slow. */
const named = (entries: Entries, slopes: Slopes): Readonly<Record<string, number>> => {
  const numbers = Object.create(null) as Record<string, number>;
  for (const [name, parameter] of entries) numbers[name] = slopes.get(parameter) ?? 0;
  return Object.setPrototypeOf(numbers, Object.prototype) as Readonly<Record<string, number>>;
};

/**
 * The value of a stream's last number, and its derivatives with respect to parameters.
 * @param stream - emits a scalar: what `sum`, `count`, `objective` or `significance` give
 * @param parameters - the parameters by name; one that the stream does not depend on has derivative 0
 * @param options - where, in which mode, and which derivatives: the option `estimator`
 * @throws E_HARD for a hard stream, E_BINDING for one that is subscribed to later than it is asked, E_WIDTH or E_FLAT with the place where a derivative is lost, E_TYPE for another stream
 */
export const valueAndGradient = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  options: EstimateOptions<P> = {},
): Promise<{ readonly value: number; readonly gradient: Numbers<P> }> => {
  const entries = Object.entries(parameters);
  checkParameters(entries);
  const bindings: Bindings = { ...bindingsOf(parameters, estimating(options)), isDifferentiated: true };
  const scalar = scalarOf(await lastOf(stream, bindings, options.signal));
  const { pullable, places } = pullableOf(scalar);
  checkBindings(bindings, pullable.bindings);
  const place = places.value ?? { output: 0, from: 0 };
  const cotangent = new Float64Array(pullable.sizes[place.output] ?? 1);
  cotangent[place.from] = 1;
  const slopes = await pullable.pullback(
    new Map([[place.output, cotangent]]),
    new Set(entries.map(([, parameter]) => parameter)),
    options.signal,
  );
  return { value: scalar.value, gradient: named(entries, slopes) as Numbers<P> };
};

/**
 * The derivatives of a stream's last number with respect to parameters, per unit of each.
 * @throws as `valueAndGradient`
 */
export const gradient = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  options: EstimateOptions<P> = {},
): Promise<Numbers<P>> => (await valueAndGradient(stream, parameters, options)).gradient;

/** The value of a stream's last number. */
export const valueAt = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  options: GradientOptions<P> = {},
): Promise<number> => {
  const bindings = bindingsOf(parameters, { ...options, mode: "value" });
  const { value, trace } = scalarOf(await lastOf(stream, bindings, options.signal));
  if (trace.kind === "diff") checkBindings(bindings, trace.pullable.bindings);
  return value;
};
