import { pipe } from "rxjs";
import { fail, type LambdaStage, lambda } from "../core/index.ts";
import { stageOperator } from "./stream.ts";
import type { EventLambda, NoScope, ScopeOf, StageOperator, StageOptions } from "./types.ts";

/** A weight and what may stand in for it; without `down` it is as far below the nominal one as `up` is above. */
export interface WeightVariants<E, S> {
  readonly nominal: EventLambda<E, S, number>;
  readonly up: EventLambda<E, S, number>;
  readonly down?: EventLambda<E, S, number>;
}

/** Weights by name; those with variants can be varied: `variations(branch, nuisances, { weights: ["btag"] })`. */
export type NamedWeights<E, S> = Readonly<Record<string, EventLambda<E, S, number> | WeightVariants<E, S>>>;

type Factor = (event: never, scope: never) => number;

const withScope = (f: Factor, scope: ScopeOf): object => (f.length < 2 ? f : lambda(f as never, scope));

const mirrored = (
  event: never,
  { nominal, up }: { nominal: (ev: never) => number; up: (ev: never) => number },
): number => 2 * nominal(event) - up(event);

const stageFor = (
  flavour: LambdaStage["flavour"],
  f: Factor,
  scope: ScopeOf,
  options: StageOptions,
  variants?: LambdaStage["variants"],
): LambdaStage => ({
  kind: "weight",
  operator: "weight",
  flavour,
  f,
  scope,
  options,
  ...(variants ? { variants } : {}),
});

const variantsOf = (
  name: string,
  { nominal, up, down }: { readonly nominal: Factor; readonly up: Factor; readonly down?: Factor },
  scope: ScopeOf,
): LambdaStage["variants"] => {
  if (typeof nominal !== "function" || typeof up !== "function")
    throw fail("E_LAMBDA", {
      what: `the weight ${JSON.stringify(name)} has no lambda`,
      cure: "weight({ name: (ev) => ... }) or weight({ name: { nominal, up, down } })",
    });
  const opposite = { f: mirrored, scope: { nominal: withScope(nominal, scope), up: withScope(up, scope) } };
  return { name, up: { f: up, scope }, down: down ? { f: down, scope } : opposite };
};

const weightIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, S extends ScopeOf = NoScope>(
    weights: EventLambda<E, S, number> | NamedWeights<E, S>,
    scope?: S,
    options: StageOptions = {},
  ): StageOperator<E, E> => {
    const given: ScopeOf = scope ?? {};
    if (typeof weights !== "object" || weights === null)
      return stageOperator<E, E>(stageFor(flavour, weights as Factor, given, options));
    const stages = Object.entries(weights).map(([name, weight]) =>
      typeof weight === "function"
        ? stageFor(flavour, weight as Factor, given, options)
        : stageFor(flavour, weight.nominal as Factor, given, options, variantsOf(name, weight as never, given)),
    );
    const [first, ...rest] = stages.map((stage) => stageOperator<E, E>(stage));
    if (!first) throw fail("E_SHAPE", { what: "weight was given no weights", cure: "weight((ev) => ev.w)" });
    return rest.reduce((all, operator) => pipe(all, operator), first);
  };

/**
 * Multiplies the weight of each event by what a lambda gives, or by each of several named ones; an event whose weight is
 * missing is dropped.
 * @throws E_LAMBDA with a caret if a lambda is outside the language; E_SHAPE for no weights at all
 * @example
 * events.pipe(weight({ generator: (ev) => ev.w, btag: { nominal: (ev) => ev.sf, up: (ev) => ev.sfUp } }))
 */
export const hard = /* @__PURE__ */ weightIn("hard");

/** `weight` in the differentiable flavour. */
export const diff = /* @__PURE__ */ weightIn("diff");
