import { errorOf, type Reference } from "./exact.ts";
import { type Piece, pointOf } from "./points.ts";

/** A function that is compared with what it should be. */
export interface Compared {
  readonly f: (...inputs: readonly number[]) => number;
  readonly reference: Reference;
  /** What is drawn for each input. */
  readonly inputs: readonly (readonly Piece[])[];
  /** The size of terms that cancel in a value, where it may be smaller than they are. */
  readonly floor?: ((...inputs: readonly number[]) => number) | undefined;
}

export interface Worst {
  /** in units in the last place */
  readonly error: number;
  readonly at: readonly number[];
}

/** The largest error of each of some functions, all at the same points. */
export const worstOf = (
  { reference, inputs, floor = () => 0 }: Omit<Compared, "f">,
  functions: readonly Compared["f"][],
  { seed, points }: { readonly seed: number; readonly points: number },
): readonly Worst[] => {
  const worst: Worst[] = functions.map(() => ({ error: 0, at: [] }));
  for (let i = 0; i < points; i++) {
    const at = pointOf(seed, i, inputs);
    const [value, least] = [reference(...at), floor(...at)];
    functions.forEach((f, k) => {
      const error = errorOf(f(...at), value, least);
      if (!(error <= (worst[k]?.error ?? NaN))) worst[k] = { error, at };
    });
  }
  return worst;
};
