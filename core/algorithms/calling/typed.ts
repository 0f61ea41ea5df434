/** What stands for an argument: typed arrays for lists of numbers, one after the other for deeper ones, too. */
export type Given<A> = A extends number | boolean
  ? A
  : A extends Float64Array | readonly number[]
    ? number extends A["length"]
      ? ArrayLike<number>
      : A | ArrayLike<number>
    : A extends readonly (infer I)[]
      ? number extends A["length"]
        ? readonly Given<I>[] | Float64Array
        : { readonly [K in keyof A]: Given<A[K]> }
      : A extends object
        ? { readonly [K in keyof A]: Given<A[K]> }
        : A;

/** What comes back for a value: `Float64Array` for a list of numbers, such rows for deeper ones. */
export type Output<R> = R extends number | boolean
  ? R
  : R extends Float64Array | readonly number[]
    ? Float64Array
    : R extends readonly (infer I)[]
      ? number extends R["length"]
        ? readonly Output<I>[]
        : { readonly [K in keyof R]: Output<R[K]> }
      : R extends object
        ? { readonly [K in keyof R]: Output<R[K]> }
        : R;

type GivenAll<A extends readonly unknown[]> = { readonly [K in keyof A]: Given<A[K]> };

type Inputs<A extends readonly unknown[], S> = S extends undefined
  ? A
  : A extends readonly [...infer I, unknown]
    ? I
    : A;

/** A lambda as it is called when it is compiled: without its scope. */
export type Compiled<F, S> = F extends (...inputs: infer A) => infer R
  ? (...inputs: GivenAll<Inputs<A, S>>) => Output<R>
  : never;
