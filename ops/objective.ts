import { Observable, type OperatorFunction } from "rxjs";
import { currentBindings, evaluateObjective, parseLambda, type Scalar, type Scope } from "../core/index.ts";
import type { NoScope, ScopeOf, Values } from "./types.ts";

/** A number from each emitted value, by a lambda that may depend on what kind of value it is. */
export const objectiveBy = <T>(
  choose: (emitted: T) => { readonly f: object; readonly scope: Scope },
  label: string,
): OperatorFunction<T, Scalar> => {
  return (source) =>
    new Observable((out) => {
      const bindings = currentBindings();
      return source.subscribe({
        next: (emitted) => {
          let scalar: Scalar;
          try {
            const { f, scope } = choose(emitted);
            scalar = evaluateObjective(f, scope, emitted, bindings, label);
          } catch (error) {
            out.error(error);
            return;
          }
          out.next(scalar);
        },
        error: (error) => out.error(error),
        complete: () => out.complete(),
      });
    });
};

/**
 * Turns what a stream emits, a histogram, a scalar or an object of these, into one number that can be differentiated.
 * @param f - a lambda of the emitted value and a scope
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * histograms.pipe(objective((h) => h.values.reduce((s, n) => s + n * n, 0)))
 */
export const objective = <T, S extends ScopeOf = NoScope>(
  f: (emitted: T, scope: Values<S>) => number,
  scope?: S,
): OperatorFunction<T, Scalar> => {
  parseLambda(f);
  return objectiveBy(() => ({ f, scope: scope ?? {} }), "objective");
};
