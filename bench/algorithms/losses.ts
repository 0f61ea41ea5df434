import { compile, grad, hvp, type TypeSpec } from "jagrad/algorithms";
import type { Algorithm } from "./algorithm.ts";
import { along, directions } from "./along.ts";
import { byDifferences, curvature, flat, refilled } from "./differences.ts";

type Lambda = (...inputs: never[]) => unknown;

/** A number that depends on its first argument, which is all that is differentiated by. */
export interface Loss<P> {
  readonly name: string;
  readonly what: string;
  readonly f: Lambda;
  readonly scope?: object;
  readonly types: readonly TypeSpec[];
  /** Where it is evaluated: the parameters, and what else there is. */
  readonly at: P;
  readonly others: readonly unknown[];
  /** A step of the parameters by which differences are good. */
  readonly step: number;
  /** The gradient in closed form, where differences do not serve. */
  readonly gradient?: () => readonly number[];
  readonly input: object;
  readonly python: readonly string[];
  readonly tensorflow?: boolean;
}

type Run = (...inputs: readonly unknown[]) => unknown;

/** Nested numbers as typed arrays, one after another where all rows are equally long. */
const packed = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Float64Array.from(flat(value));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)]));
};

const compiledRun = (f: object, types: readonly TypeSpec[], scope: object | undefined): Run =>
  compile(f as Lambda, types, { scope } as never) as unknown as Run;

const plain = <P>({ f, scope, at, others }: Loss<P>) => {
  const run = f as unknown as Run;
  return (x: readonly number[]): number => Number(run(refilled(at, x), ...others, ...(scope ? [scope] : [])));
};

/** A loss and its gradient. */
export const gradientOf = <P>(loss: Loss<P>): Algorithm => {
  const { name, what, f, scope, types, at, others, step, gradient, input, python, tensorflow = false } = loss;
  return {
    name,
    what: `${what}; its gradient`,
    input,
    python,
    tensorflow,
    expected: () =>
      gradient ? [plain(loss)(flat(at)), ...along(gradient())] : byDifferences(plain(loss), flat(at), step),
    compiled: async () => {
      const given = [at, ...others].map(packed);
      const value = compiledRun(f, types, scope);
      const slopes = compiledRun(grad(f as never, (scope ? { scope } : {}) as never), types, undefined);
      return {
        value: () => value(...given),
        gradient: () => slopes(...given),
        numbers: (found, slope) => [Number(found), ...(slope === undefined ? [] : along(flat(slope)))],
      };
    },
  };
};

/** A loss, and its second derivatives times a vector. */
export const hessianProductOf = <P>(loss: Loss<P>): Algorithm => {
  const { name, what, f, scope, types, at, others, step } = loss;
  return {
    name: `${name}.hvp`,
    what: `${what}; its Hessian times a vector`,
    input: {},
    python: [],
    tolerance: 1e-6,
    expected: () => curvature(plain(loss), flat(at), 3 * step),
    compiled: async () => {
      const given = [at, ...others].map(packed);
      const [vector] = directions(flat(at).length);
      const value = compiledRun(f, types, scope);
      const product = compiledRun(
        hvp(f as never, (scope ? { scope } : {}) as never),
        [...types, types[0] ?? "f64"],
        undefined,
      );
      const direction = packed(refilled(at, vector));
      return {
        value: () => value(...given),
        gradient: () => product(...given, direction),
        numbers: (found, slope) => [
          Number(found),
          ...(slope === undefined ? [] : [flat(slope).reduce((sum, v, i) => sum + v * (vector[i] ?? 0), 0)]),
        ],
      };
    },
  };
};
