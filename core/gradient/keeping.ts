import { scopesOf } from "../lambda/index.ts";
import { type Builder, remembering } from "../program/index.ts";

/** What was made of lambdas in a builder, which knows what they have read of their scopes. */
export interface Made<T> {
  readonly b: Builder;
  readonly made: T;
}

interface Kept<T> {
  readonly made: T;
  /** True while the scopes of the lambdas hold what they held when it was made. */
  readonly isCurrent: () => boolean;
}

/** Keys under which something is kept, and states of the scopes for each. */
const [mostKeys, mostStates] = [32, 4];

/**
 * Keeps what is made of lambdas, by a text for all that it depends on besides the lambdas and their scopes. A scope that
 * holds something else than it did is read again.
 */
export const keeping = <T>(): ((key: string, make: () => Made<T>) => T) => {
  const keys = remembering<string, Kept<T>[]>(mostKeys);
  return (key, make) => {
    const states = keys(key, () => []);
    const known = states.find(({ isCurrent }) => isCurrent());
    if (known) return known.made;
    const { b, made } = make();
    states.unshift({ made, isCurrent: scopesOf(b) });
    states.splice(mostStates);
    return made;
  };
};

/** The same for what is made of stages, wherever they are pending. */
export const keepingByStages = <T>(): ((stages: object, key: string, make: () => Made<T>) => T) => {
  const byStages = new WeakMap<object, ReturnType<typeof keeping<T>>>();
  return (stages, key, make) => {
    const kept = byStages.get(stages) ?? keeping<T>();
    byStages.set(stages, kept);
    return kept(key, make);
  };
};
