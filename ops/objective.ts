import { Observable, type OperatorFunction } from "rxjs";
import {
  type Bindings,
  currentBindings,
  currentDemand,
  type Derive,
  evaluateObjective,
  mentionsOf,
  pullbackOfObjective,
  type Scalar,
  type Scope,
  withDemand,
} from "../core/index.ts";
import { drafted, draftOf, emitsBare, type Filling, finished } from "./filling.ts";
import type { NoScope, ScopeOf, Values } from "./types.ts";

/** A lambda of an emitted value, and its scope. */
interface Chosen {
  readonly f: object;
  readonly scope: Scope;
}

/** @param names - what the lambda mentions, where it is always the same one */
const objectiveWith = <T>(
  choose: (emitted: T) => Chosen,
  label: string,
  derive: Derive | undefined,
  names?: ReadonlySet<string>,
): OperatorFunction<T, Scalar> => {
  const scalarOf = (emitted: T, bindings: Bindings): Scalar => {
    const { f, scope } = choose(emitted);
    return evaluateObjective(f, scope, emitted, bindings, label, derive);
  };
  return (source) => {
    const draft = draftOf(source);
    const stream = new Observable<Scalar>((out) => {
      const bindings = currentBindings();
      const members = emitsBare(source) ? names : undefined;
      return withDemand({ ...currentDemand(), members }, () =>
        source.subscribe({
          next: (emitted) => {
            let scalar: Scalar;
            try {
              scalar = scalarOf(emitted, bindings);
            } catch (error) {
              out.error(error);
              return;
            }
            out.next(scalar);
          },
          error: (error) => out.error(error),
          complete: () => out.complete(),
        }),
      );
    });
    if (draft?.kind !== "filling") return stream;
    return drafted(stream, { ...draft, filling: finished(draft.filling as Filling<T>, scalarOf) });
  };
};

const objectiveIn =
  (derive: Derive | undefined) =>
  <T, S extends ScopeOf = NoScope>(
    f: (emitted: T, scope: Values<S>) => number,
    scope?: S,
  ): OperatorFunction<T, Scalar> => {
    const own = scope ?? {};
    return objectiveWith(() => ({ f, scope: own }), "objective", derive, mentionsOf(f, own).names);
  };

/**
 * Turns what a stream emits, a histogram, a scalar or an object of these, into one number.
 * @param f - a lambda of the emitted value and a scope
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * histograms.pipe(objective((h) => h.values.reduce((s, n) => s + n * n, 0)))
 */
export const hard = /* @__PURE__ */ objectiveIn(undefined);

/** `objective` with a number that can be differentiated. */
export const diff = /* @__PURE__ */ objectiveIn(pullbackOfObjective);

/** An objective that can be differentiated, by a lambda that may depend on what kind of value is emitted. */
export const objectiveBy = <T>(choose: (emitted: T) => Chosen, label: string): OperatorFunction<T, Scalar> =>
  objectiveWith(choose, label, pullbackOfObjective);
