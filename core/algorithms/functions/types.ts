import type { Scope } from "../../lambda/index.ts";
import type { DerivativeOptions } from "./gradient.ts";
import type { Selection } from "./selection.ts";

// biome-ignore lint/suspicious/noExplicitAny: any function may be transformed, whatever it takes
export type AnyFunction = (...inputs: any[]) => unknown;

export interface FunctionOptions extends DerivativeOptions {
  /** What stands for the last argument of the function. */
  readonly scope?: Scope;
}

type WithoutLast<A extends readonly unknown[]> = A extends readonly [...infer I, unknown] ? I : A;

/** The inputs of a function, without its scope. */
export type InputsOf<F extends AnyFunction, O> = O extends { readonly scope: object }
  ? WithoutLast<Parameters<F>>
  : Parameters<F>;

/** Derivatives by a value: a number for a number, a `Float64Array` for a list of numbers, inside arrays and objects. */
export type SlopesOf<A> = A extends number
  ? number
  : A extends Float64Array | readonly number[]
    ? Float64Array
    : A extends readonly (infer I)[]
      ? number extends A["length"]
        ? readonly SlopesOf<I>[]
        : SlopesOfEach<A>
      : SlopesOfEach<A>;

/** The same of each member, or of each argument of a function. */
export type SlopesOfEach<A> = { readonly [K in keyof A]: SlopesOf<A[K]> };

/** The slopes of the selected argument, or of several, by name. */
export type Selected<A extends readonly unknown[], W> = W extends readonly (infer N extends string)[]
  ? { readonly [K in N]: SlopesOf<A[number]> }
  : W extends number
    ? SlopesOf<A[W]>
    : W extends string
      ? SlopesOf<A[number]>
      : SlopesOf<A[0]>;

/** What is selected by options. */
export type WrtOf<O> = O extends { readonly wrt: infer W extends Selection } ? W : undefined;

/** The structure of `R` with that of `D` in the place of each number. */
export type Nested<R, D> = R extends number
  ? D
  : R extends Float64Array | readonly number[]
    ? readonly D[]
    : R extends readonly (infer I)[]
      ? readonly Nested<I, D>[]
      : { readonly [K in keyof R]: Nested<R[K], D> };
