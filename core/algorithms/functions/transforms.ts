import { diffOf, gradientAndHessianOf, hessianOf, hvpOf } from "./directional.ts";
import { gradientOf, valueAndGradientOf } from "./gradient.ts";
import { jacobianOf } from "./jacobian.ts";
import {
  differenceAlong,
  numbersIn,
  numericalGradient,
  numericalJacobian,
  type Plain,
  withNumbers,
} from "./numerical.ts";
import { transformationOf } from "./transformation.ts";
import type { AnyFunction, FunctionOptions, InputsOf, Nested, Selected, WrtOf } from "./types.ts";

/**
 * The gradient of a function with one number as its value, by its first argument or by those that `wrt` selects.
 * @param f - a closed lambda; `scope` stands for its last argument
 * @returns a function of the same arguments; usable in lambdas, and transformed again
 * @throws E_TYPE for a value that is no single number, and, by name, for an argument of whole numbers or truth values
 * @throws E_PARAMETER for a selected argument that does not exist
 * @throws E_LAMBDA, E_FREE and their kin for a function outside the language, when it is first called
 * @example
 * grad((x: number, y: number) => x * x * y)(3, 2); // 12
 */
export const grad: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: InputsOf<F, O>) => Selected<InputsOf<F, O>, WrtOf<O>> = transformationOf("grad", {
  meaning: gradientOf,
  plain:
    (f, options) =>
    (...inputs) =>
      numericalGradient(f, inputs, options),
}) as never;

/**
 * The value of a function, and its gradient: as `grad`, in one pass.
 * @example
 * valueAndGrad((x: number) => x * x)(3); // { value: 9, gradient: 6 }
 */
export const valueAndGrad: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: InputsOf<F, O>) => {
  readonly value: number;
  readonly gradient: Selected<InputsOf<F, O>, WrtOf<O>>;
} = transformationOf("valueAndGrad", {
  meaning: valueAndGradientOf,
  plain:
    (f, options) =>
    (...inputs) => ({ value: f(...inputs), gradient: numericalGradient(f, inputs, options) }),
}) as never;

/**
 * The derivatives of all numbers of a function's value by all of an argument: the structure of the value, with that of
 * the argument in the place of each number. Forward or reverse by the sizes, where `mode` does not say.
 * @throws as `grad`
 * @example
 * jacobian((x: readonly number[]) => [x[0] * x[1], x[0]])([2, 3]); // [[3, 2], [1, 0]]
 */
export const jacobian: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: InputsOf<F, O>) => Nested<ReturnType<F>, Selected<InputsOf<F, O>, WrtOf<O>>> = transformationOf(
  "jacobian",
  {
    meaning: jacobianOf,
    plain:
      (f, options) =>
      (...inputs) =>
        numericalJacobian(f, inputs, options),
  },
) as never;

const plainGradient =
  (f: Plain, options: FunctionOptions): Plain =>
  (...inputs) =>
    numericalGradient(f, inputs, options);

/**
 * The second derivatives of a function with one number as its value: the structure of the argument, twice.
 * @throws as `grad`
 * @example
 * hessian((x: readonly number[]) => x[0] * x[0] * x[1])([2, 3]); // [[6, 4], [4, 0]]
 */
export const hessian: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: InputsOf<F, O>) => Nested<Selected<InputsOf<F, O>, WrtOf<O>>, Selected<InputsOf<F, O>, WrtOf<O>>> =
  transformationOf("hessian", {
    meaning: hessianOf,
    plain:
      (f, options) =>
      (...inputs) =>
        numericalJacobian(plainGradient(f, options), inputs, options),
  }) as never;

/**
 * The gradient and the second derivatives.
 * @throws as `grad`
 */
export const gradAndHessian: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: InputsOf<F, O>) => {
  readonly gradient: Selected<InputsOf<F, O>, WrtOf<O>>;
  readonly hessian: Nested<Selected<InputsOf<F, O>, WrtOf<O>>, Selected<InputsOf<F, O>, WrtOf<O>>>;
} = transformationOf("gradAndHessian", {
  meaning: gradientAndHessianOf,
  plain:
    (f, options) =>
    (...inputs) => ({
      gradient: numericalGradient(f, inputs, options),
      hessian: numericalJacobian(plainGradient(f, options), inputs, options),
    }),
}) as never;

/**
 * The second derivatives times a vector, at a few times the cost of the value: `(...inputs, vector)`, the vector like
 * the selected argument.
 * @throws as `grad`
 * @example
 * hvp((x: readonly number[]) => x[0] * x[0] * x[1])([2, 3], [1, 0]); // [6, 4]
 */
export const hvp: <F extends AnyFunction, const O extends FunctionOptions = Record<never, never>>(
  f: F,
  options?: O,
) => (...inputs: [...InputsOf<F, O>, vector: InputsOf<F, O>[0]]) => Selected<InputsOf<F, O>, WrtOf<O>> =
  transformationOf("hvp", {
    meaning: hvpOf,
    names: ({ names }) => [...names, "vector"],
    plain:
      (f, options) =>
      (...inputs) => {
        const [given, vector] = [inputs.slice(0, -1), inputs.at(-1)];
        const place = typeof options.wrt === "number" ? options.wrt : 0;
        const slopes = differenceAlong(plainGradient(f, options), given, place, numbersIn(vector));
        const each = slopes[Symbol.iterator]();
        return withNumbers(given[place], () => each.next().value);
      },
  }) as never;

const plainDerivative = (f: Plain, order: number): Plain =>
  order === 0 ? f : (x) => differenceAlong(plainDerivative(f, order - 1), [x], 0, [1])[0];

/**
 * The derivative of some order of a function of one number.
 * @param order - how often; once where nothing is said. `{ order, scope }` where the function has a scope
 * @example
 * diff((x: number) => x ** 4, 3)(3); // 72
 */
export const diff: <F extends AnyFunction, const O extends FunctionOptions | number = Record<never, never>>(
  f: F,
  order?: O,
) => (...inputs: InputsOf<F, O>) => number = transformationOf("diff", {
  meaning: diffOf,
  plain: (f, { order = 1 }) => plainDerivative(f, order),
  options: ["order"],
}) as never;
