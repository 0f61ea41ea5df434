import {
  type AnyFunction,
  checkGradients as checkFunction,
  type FunctionCheck,
  type FunctionCheckOptions,
  type InputsOf,
} from "./algorithms/index.ts";
import {
  type CheckOptions,
  checkGradients as checkStream,
  type GradientCheck,
  type Parameters,
  type Subscribable,
} from "./gradient/index.ts";

interface CheckGradients {
  <F extends AnyFunction, const O extends FunctionCheckOptions = Record<never, never>>(
    f: F,
    at: InputsOf<F, O>,
    options?: O,
  ): FunctionCheck;
  <P extends Parameters>(
    stream: Subscribable<unknown>,
    parameters: P,
    options?: CheckOptions<P>,
  ): Promise<GradientCheck<P>>;
}

/**
 * Compares derivatives with differences: of a function at its arguments, in both modes, along a random direction for each
 * argument; or of a stream by its parameters, one by one. For a function, what is wrong is named, with its place.
 * @param f - a closed lambda, a function made by `grad` and its kin; or a stream of one result
 * @param at - the arguments, without the scope; or the parameters
 * @returns for a function, the check itself; for a stream, a promise of it
 * @throws for a function as `jvp` and `vjp`, and E_TYPE where no argument holds numbers; for a stream as `valueAndGradient`
 * @example
 * checkGradients((x: number, y: number) => x * Math.sin(y), [2, 0.3], { order: 2 }).maxRelativeError; // 0
 */
export const checkGradients: CheckGradients = (subject: unknown, at: unknown, options: unknown) =>
  (typeof subject === "function" ? (checkFunction as CheckAny) : (checkStream as CheckAny))(subject, at, options);

// biome-ignore lint/suspicious/noExplicitAny: the overloads above say what goes with what
type CheckAny = (subject: any, at: any, options: any) => any;
