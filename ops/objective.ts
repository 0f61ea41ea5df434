import { Observable, type OperatorFunction } from "rxjs";
import { currentBindings, evaluateObjective, parseLambda, type Scalar } from "../core/index.ts";
import type { NoScope, ScopeOf, Values } from "./types.ts";

/**
 * Turns what a stream emits, a histogram, a scalar or an object of these, into one number that can be differentiated.
 * @param f - a lambda of the emitted value and a scope
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * histograms.pipe(objective((h) => h.values[3] / h.values[4]))
 */
export const objective = <T, S extends ScopeOf = NoScope>(
  f: (emitted: T, scope: Values<S>) => number,
  scope?: S,
): OperatorFunction<T, Scalar> => {
  parseLambda(f);
  return (source) =>
    new Observable((out) => {
      const bindings = currentBindings();
      return source.subscribe({
        next: (emitted) => {
          try {
            out.next(evaluateObjective(f, scope ?? {}, emitted, bindings, "objective"));
          } catch (error) {
            out.error(error);
          }
        },
        error: (error) => out.error(error),
        complete: () => out.complete(),
      });
    });
};
