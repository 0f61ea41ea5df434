import type { Lowering } from "../numerics/index.ts";
import type { Domain, DType, ElementwisePrimitive, Primal, Rule } from "../program/index.ts";

/** What an author says about a primitive; the laws, the derivatives and every back end follow from it. */
export interface Definition<F extends (...inputs: never[]) => Primal> {
  readonly name: string;
  readonly evaluate: F;
  /** One partial derivative per input; `undefined` for an input on which the value depends in steps. */
  readonly partials: readonly (Rule | undefined)[];
  /** Where the laws sample, one domain per input. */
  readonly domain: readonly Domain[];
  /** Functions that the partials use by name. */
  readonly scope?: () => Readonly<Record<string, unknown>>;
  readonly dtype?: ElementwisePrimitive["dtype"];
  /** The value in terms of lanes, free of effects: what a back end computes where it cannot call `evaluate` cheaply. */
  readonly lower?: Lowering;
  /** The units in the last place by which `lower` may differ from `evaluate`; see `ElementwisePrimitive`. */
  readonly ulp?: number;
  readonly commutative?: boolean;
  readonly simplify?: ElementwisePrimitive["simplify"];
  readonly silent?: boolean;
}

/** A function of numbers that is also a primitive: it runs as JavaScript, and compiles and differentiates in lambdas. */
export type PrimitiveFunction<F extends (...inputs: never[]) => Primal> = F & {
  readonly primitive: ElementwisePrimitive;
};

type DomainOf<K extends Domain["kind"]> = Extract<Domain, { readonly kind: K }>;

/** The interval of an input's domain. */
export const real = (min: number, max: number): DomainOf<"real"> => ({ kind: "real", min, max });
export const integer = (min: number, max: number): DomainOf<"integer"> => ({ kind: "integer", min, max });
export const bool: DomainOf<"bool"> = { kind: "bool" };

const f64 = (): DType => "f64";

/**
 * Defines an elementwise primitive.
 * @returns the function itself, usable as plain JavaScript and as a scope value of lambdas
 * @example
 * const cube = definePrimitive({
 *   name: "cube",
 *   evaluate: (x: number) => x * x * x,
 *   partials: [(x) => 3 * x * x],
 *   domain: [real(-3, 3)],
 *   lower: (l, x) => l.mul(l.mul(x, x), x),
 * });
 */
export const definePrimitive = <F extends (...inputs: never[]) => Primal>(
  definition: Definition<F>,
): PrimitiveFunction<F> => {
  const { name, evaluate, partials, domain, lower, ulp } = definition;
  const primitive: ElementwisePrimitive = {
    kind: "elementwise",
    name,
    evaluate,
    partials,
    domain,
    modes: partials.map((partial) => (partial ? "partial" : "flat")),
    dtype: definition.dtype ?? f64,
    scope: definition.scope ?? (() => ({})),
    simplify: definition.simplify,
    commutative: definition.commutative ?? false,
    silent: definition.silent ?? false,
    lower,
    ulp,
  };
  const callable = (...inputs: Parameters<F>): Primal => evaluate(...inputs);
  return Object.assign(callable, { primitive }) as unknown as PrimitiveFunction<F>;
};

/** The primitive behind a function made by `definePrimitive`. */
export const primitiveOf = (value: unknown): ElementwisePrimitive | undefined =>
  typeof value === "function" && "primitive" in value ? (value.primitive as ElementwisePrimitive) : undefined;
