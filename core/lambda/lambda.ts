/** Plain data and functions handed to a lambda as its last argument. */
export type Scope = Readonly<Record<string, unknown>>;

interface Lambda {
  <R, S extends object>(f: (scope: S) => R, scope: S): () => R;
  <A, R, S extends object>(f: (a: A, scope: S) => R, scope: S): (a: A) => R;
  <A, B, R, S extends object>(f: (a: A, b: B, scope: S) => R, scope: S): (a: A, b: B) => R;
  <A, B, C, R, S extends object>(f: (a: A, b: B, c: C, scope: S) => R, scope: S): (a: A, b: B, c: C) => R;
  <A, B, C, D, R, S extends object>(
    f: (a: A, b: B, c: C, d: D, scope: S) => R,
    scope: S,
  ): (a: A, b: B, c: C, d: D) => R;
}

/** A function whose last argument is a scope. */
type Helper = (...inputs: never[]) => unknown;

const scopes = new WeakMap<object, { readonly f: Helper; readonly scope: Scope }>();

/**
 * A helper that brings its own scope, so that lambdas that use it need not know what it uses.
 * @param f - a function whose last argument is the scope
 * @param scope - what the last argument stands for
 * @returns the function without its last argument; it runs as JavaScript, and inside lambdas it compiles
 * @example
 * const scope = { square: (x: number) => x * x };
 * const norm = lambda((x: number, y: number, { square }: typeof scope) => Math.sqrt(square(x) + square(y)), scope);
 * norm(3, 4); // 5
 */
export const lambda: Lambda = (f: (...inputs: never[]) => unknown, scope: object) => {
  const callable = (...inputs: readonly unknown[]): unknown =>
    Reflect.apply(f, undefined, [...inputs.slice(0, Math.max(0, f.length - 1)), scope]);
  scopes.set(callable, { f, scope: scope as Scope });
  return callable as never;
};

/** The text-bearing function and the scope behind a function made by `lambda`. */
export const behind = (f: object): { readonly f: Helper; readonly scope: Scope } | undefined => scopes.get(f);
