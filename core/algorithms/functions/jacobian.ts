import type { Value } from "../../lambda/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { jvp, vjp } from "../derivatives/index.ts";
import { zeroLike } from "../derivatives/partial.ts";
import { type Layout, leafCount, withLeaves } from "../language/index.ts";
import { isArray, shapeOf } from "../statement.ts";
import { type Applied, applied, firstLeaf, smoothArgument, tabulated } from "./applied.ts";
import type { Callee, Meaning } from "./callee.ts";
import { bySelection, type DerivativeOptions, oneAt } from "./gradient.ts";
import { placesOf } from "./selection.ts";

/** The layout of a result with that of an argument in the place of each number: what a Jacobian is. */
const nestedLayout = (result: Layout, argument: Layout): Layout => {
  switch (result.kind) {
    case "number":
      return argument;
    case "record":
      return {
        kind: "record",
        fields: new Map([...result.fields].map(([name, field]) => [name, nestedLayout(field, argument)])),
      };
    case "tuple":
      return { kind: "tuple", items: result.items.map((item) => nestedLayout(item, argument)) };
    case "array":
      return { ...result, item: nestedLayout(result.item, argument) };
    case "fixed":
      return result;
  }
};

/** Which leaves of a result have derivatives: those that are numbers. */
const isNumber = (atom: Atom): boolean => atom.dtype !== "bool";

/** For each leaf of the result, that of each wanted leaf of the arguments: first the result's sizes, then the argument's. */
type Blocks = readonly (readonly Atom[])[];

const backwards = (b: ArrayBuilder, made: Applied, wanted: readonly number[], memory: number | undefined): Blocks => {
  const { results, pullback } = vjp(
    b,
    made.block,
    made.leaves,
    made.leaves.map((_, k) => wanted.includes(k)),
    { memory },
  );
  return results.map((result, j) =>
    tabulated(b, shapeOf(result), (indices) => {
      const flows = pullback(
        results.map((_, k) => (k === j && isNumber(result) ? oneAt(b, result, indices) : undefined)),
      );
      return wanted.map((k) => flows[k] ?? zeroLike(b, made.leaves[k] ?? constant(0)));
    }),
  );
};

const forwards = (b: ArrayBuilder, made: Applied, wanted: readonly number[]): Blocks => {
  const columns = wanted.map((k) => {
    const leaf = made.leaves[k] ?? constant(0);
    const shape = shapeOf(leaf);
    const found = tabulated(b, shape, (indices) => {
      const direction = made.leaves.map((_, i) => (i === k ? oneAt(b, leaf, indices) : undefined));
      const { results, tangents } = jvp(b, made.block, made.leaves, direction);
      return results.map((result, i) => tangents[i] ?? zeroLike(b, result));
    });
    return found.map((slopes) => exchanged(b, slopes, shape.length));
  });
  return made.block.results.map((_, j) => columns.map((column) => column[j] ?? constant(0)));
};

/** An array with its first `count` axes after the others. */
const exchanged = (b: ArrayBuilder, array: Atom, count: number): Atom => {
  const shape = shapeOf(array);
  if (!isArray(array) || count === 0 || count === shape.length) return array;
  const order = [...shape.slice(count), ...shape.slice(0, count)];
  const rest = shape.length - count;
  const [made] = tabulated(b, order, (indices) => [b.read(array, [...indices.slice(rest), ...indices.slice(0, rest)])]);
  return made ?? array;
};

/** Reverse for a function of one number as its value; forward for one of a single number; by the constant sizes otherwise. */
const modeFor = (made: Applied, wanted: readonly number[]): "forward" | "reverse" => {
  const count = (atoms: readonly Atom[]): number =>
    atoms
      .map((atom) => shapeOf(atom).reduce((all, size) => all * (size.kind === "const" ? Number(size.value) : 64), 1))
      .reduce((sum, size) => sum + size, 0);
  const ins = count(wanted.map((k) => made.leaves[k] ?? constant(0)));
  return ins <= count(made.block.results) ? "forward" : "reverse";
};

/**
 * The derivatives of all numbers of a function's value by all numbers of the selected arguments: the value's structure,
 * with that of the argument in the place of each number.
 */
export const jacobianOf =
  (f: Callee, { wrt, mode, memory }: DerivativeOptions): Meaning =>
  (b, values): Value => {
    const made = applied(b, f, values);
    const places = placesOf(wrt, f, values.length);
    const chosen = places.map((place) => {
      const { layout, leaves } = smoothArgument(made, f, place);
      const first = firstLeaf(made, place);
      return { layout, wanted: leaves.map((_, j) => first + j) };
    });
    const wanted = chosen.flatMap((each) => each.wanted);
    const blocks =
      (mode ?? modeFor(made, wanted)) === "forward" ? forwards(b, made, wanted) : backwards(b, made, wanted, memory);
    const jacobians = chosen.map(({ layout, wanted: own }) => {
      const whole = nestedLayout(made.result, layout);
      const leaves = blocks.flatMap((row) => own.map((k) => row[wanted.indexOf(k)] ?? constant(0)));
      return withLeaves(b, whole, leaves.slice(0, leafCount(whole)));
    });
    return bySelection(wrt, jacobians);
  };
