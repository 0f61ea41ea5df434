import { fail } from "../../errors.ts";
import type { Value } from "../../lambda/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { jvp, replay, vjp } from "../derivatives/index.ts";
import { zeroLike } from "../derivatives/partial.ts";
import { withLeaves } from "../language/index.ts";
import { shapeOf } from "../statement.ts";
import { type Applied, applied, firstLeaf, smoothArgument, tabulated } from "./applied.ts";
import type { Callee, Meaning } from "./callee.ts";
import { recordOf } from "./record.ts";
import { placesOf, type Selection } from "./selection.ts";

export interface DerivativeOptions {
  /** The argument or arguments; the first one where nothing is said. */
  readonly wrt?: Selection | undefined;
  /** Reverse where nothing is said: its cost does not depend on how many numbers an argument has. */
  readonly mode?: "forward" | "reverse" | undefined;
  /** How often `diff` differentiates. */
  readonly order?: number | undefined;
  /** How many bytes the tape of one loop may take; above that some turns are computed again. */
  readonly memory?: number | undefined;
}

/** A value or several, as what was selected. */
export const bySelection = (selection: Selection | undefined, values: readonly Value[]): Value => {
  if (typeof selection !== "object") return values[0] ?? { kind: "missing" };
  const fields = new Map(selection.map((name, k) => [name, values[k]]));
  return { kind: "record", names: [...fields.keys()], get: (name) => fields.get(name) };
};

const numberIn = ({ result }: Applied): void => {
  if (result.kind === "number" && result.dtype !== "bool") return;
  throw fail("E_TYPE", {
    what: "a gradient is that of a function with one number as its value",
    cure: "give a number, or ask for the jacobian",
  });
};

/** One in one place of an array, zero elsewhere. */
export const oneAt = (b: ArrayBuilder, like: Atom, indices: readonly Atom[]): Atom => {
  if (indices.length === 0) return constant(1);
  const unit = b.accumulator(shapeOf(like));
  b.accumulate(unit, indices, constant(1));
  return b.freeze(unit);
};

interface Forward {
  readonly slopes: readonly Atom[];
  /** The results of the function, where a direction that is no item of an array has computed them. */
  readonly results: readonly Atom[] | undefined;
}

const forwardSlopes = (b: ArrayBuilder, made: Applied, first: number, count: number): Forward => {
  let known: readonly Atom[] | undefined;
  const slopes = made.leaves.slice(first, first + count).map((leaf, j) => {
    const [slope] = tabulated(b, shapeOf(leaf), (indices) => {
      const direction = made.leaves.map((_, k) => (k === first + j ? oneAt(b, leaf, indices) : undefined));
      const { results, tangents } = jvp(b, made.block, made.leaves, direction);
      if (indices.length === 0) known ??= results;
      return [tangents[0] ?? constant(0)];
    });
    return slope ?? constant(0);
  });
  return { slopes, results: known };
};

/** The value of a function, and its derivatives by the selected arguments. */
export const valueAndSlopes = (
  b: ArrayBuilder,
  f: Callee,
  values: readonly Value[],
  { wrt, mode = "reverse", memory }: DerivativeOptions,
): { readonly value: Value; readonly slopes: Value } => {
  const made = applied(b, f, values);
  numberIn(made);
  const places = placesOf(wrt, f, values.length);
  const chosen = places.map((place) => ({ flat: smoothArgument(made, f, place), first: firstLeaf(made, place) }));
  const isWanted = (k: number): boolean =>
    chosen.some(({ first, flat }) => k >= first && k < first + flat.leaves.length);
  if (mode === "forward") {
    const found = chosen.map(({ first, flat }) => forwardSlopes(b, made, first, flat.leaves.length));
    const results = found.find((each) => each.results)?.results ?? replay(b, made.block, made.leaves);
    return {
      value: withLeaves(b, made.result, results),
      slopes: bySelection(
        wrt,
        chosen.map(({ flat }, k) => withLeaves(b, flat.layout, found[k]?.slopes ?? [])),
      ),
    };
  }
  const wanted = made.leaves.map((_, k) => isWanted(k));
  const { results, pullback } = vjp(b, made.block, made.leaves, wanted, { memory });
  const flows = pullback([constant(1)]);
  const slopes = chosen.map(({ first, flat }) =>
    withLeaves(
      b,
      flat.layout,
      flat.leaves.map((leaf, j) => flows[first + j] ?? zeroLike(b, leaf)),
    ),
  );
  return { value: withLeaves(b, made.result, results), slopes: bySelection(wrt, slopes) };
};

export const gradientOf =
  (f: Callee, options: DerivativeOptions): Meaning =>
  (b, inputs) =>
    valueAndSlopes(b, f, inputs, options).slopes;

export const valueAndGradientOf =
  (f: Callee, options: DerivativeOptions): Meaning =>
  (b, inputs) => {
    const { value, slopes } = valueAndSlopes(b, f, inputs, options);
    return recordOf({ value, gradient: slopes });
  };
