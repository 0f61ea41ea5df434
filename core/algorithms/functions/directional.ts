import { fail } from "../../errors.ts";
import { numberOf, type Value } from "../../lambda/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { jvp, vjp } from "../derivatives/index.ts";
import { zeroLike } from "../derivatives/partial.ts";
import { type Flat, fit, isLike, type Layout, leavesOf, showLayout, withLeaves } from "../language/index.ts";
import { applied, firstLeaf } from "./applied.ts";
import type { Callee, Meaning } from "./callee.ts";
import { type DerivativeOptions, gradientOf } from "./gradient.ts";
import { jacobianOf } from "./jacobian.ts";
import { recordOf } from "./record.ts";
import { placesOf } from "./selection.ts";

/**
 * The numbers of a direction, which has the structure of what it is a direction of.
 * @throws E_SHAPE, naming both
 */
const directionFor = (b: ArrayBuilder, layout: Layout, value: Value, what: string): readonly Atom[] => {
  const found = leavesOf(b, value).layout;
  if (isLike(b, layout, found)) return fit(b, value, layout);
  throw fail("E_SHAPE", { what: `${what} is ${showLayout(b, layout)}, and its direction is ${showLayout(b, found)}` });
};

const pushedAlong = (
  b: ArrayBuilder,
  f: Callee,
  inputs: readonly Value[],
  directions: readonly (Value | undefined)[],
): { readonly value: Value; readonly tangent: Value } => {
  const made = applied(b, f, inputs);
  const tangents = made.inputs.flatMap(({ layout, leaves }, k): readonly (Atom | undefined)[] => {
    const direction = directions[k];
    if (!direction) return leaves.map(() => undefined);
    return directionFor(b, layout, direction, f.names[k] ?? `argument ${k + 1}`);
  });
  const pushed = jvp(
    b,
    made.block,
    made.leaves,
    tangents.map((tangent, k) => (made.leaves[k]?.dtype === "f64" ? tangent : undefined)),
  );
  const slopes = pushed.results.map((result, k) => pushed.tangents[k] ?? zeroLike(b, result));
  return { value: withLeaves(b, made.result, pushed.results), tangent: withLeaves(b, made.result, slopes) };
};

/** `(...inputs, ...tangents)`: the value and its tangent. */
export const jvpOf =
  (f: Callee): Meaning =>
  (b, values) => {
    const count = values.length / 2;
    if (!Number.isInteger(count))
      throw fail("E_SHAPE", { what: "there are not as many tangents as inputs", cure: "jvp(f, [x, y], [dx, dy])" });
    return recordOf({ ...pushedAlong(b, f, values.slice(0, count), values.slice(count)) });
  };

/** `(...inputs, cotangent)`: the value, and the cotangents of the inputs. */
export const vjpOf =
  (f: Callee): Meaning =>
  (b, values) => {
    const made = applied(b, f, values.slice(0, -1));
    const { results, pullback } = vjp(
      b,
      made.block,
      made.leaves,
      made.leaves.map(({ dtype }) => dtype === "f64"),
    );
    const seeds = directionFor(b, made.result, values.at(-1) ?? numberOf(constant(1)), "the value");
    const flows = pullback(seeds);
    const cotangents = made.inputs.map(({ layout, leaves }: Flat, k) => {
      const first = firstLeaf(made, k);
      return withLeaves(
        b,
        layout,
        leaves.map((leaf, j) => flows[first + j] ?? zeroLike(b, leaf)),
      );
    });
    return recordOf({
      value: withLeaves(b, made.result, results),
      cotangents: { kind: "tuple", items: cotangents },
    });
  };

/** The gradient's derivative along a direction: `(...inputs, direction)`, the direction like the selected argument. */
export const hvpOf =
  (f: Callee, options: DerivativeOptions): Meaning =>
  (b, values) => {
    const [inputs, direction] = [values.slice(0, -1), values.at(-1)];
    const [place = 0] = placesOf(options.wrt, f, inputs.length);
    if (typeof options.wrt === "object")
      throw fail("E_PARAMETER", { what: "a Hessian times a vector is that of one argument", cure: 'wrt: "x"' });
    const gradient: Callee = { meaning: gradientOf(f, options), names: f.names };
    return pushedAlong(
      b,
      gradient,
      inputs,
      inputs.map((_, k) => (k === place ? direction : undefined)),
    ).tangent;
  };

/** Second derivatives: the argument's structure twice, forward over reverse. */
export const hessianOf =
  (f: Callee, options: DerivativeOptions): Meaning =>
  (b, values) =>
    jacobianOf({ meaning: gradientOf(f, options), names: f.names }, { ...options, mode: "forward" })(b, values);

export const gradientAndHessianOf =
  (f: Callee, options: DerivativeOptions): Meaning =>
  (b, values) =>
    recordOf({ gradient: gradientOf(f, options)(b, values), hessian: hessianOf(f, options)(b, values) });

/** The derivative of some order of a function of one number. */
export const diffOf = (f: Callee, { order = 1 }: DerivativeOptions): Meaning => {
  if (!Number.isInteger(order) || order < 0)
    throw fail("E_PARAMETER", { what: `there is no derivative of order ${order}`, cure: "diff(f, 2)" });
  if (order === 0) return f.meaning;
  const before: Callee = { meaning: diffOf(f, { order: order - 1 }), names: f.names };
  return (b, [x, ...rest]) => {
    if (x?.kind !== "number" || rest.length > 0)
      throw fail("E_TYPE", {
        what: "diff is of functions of one number",
        cure: "grad, jacobian, or diff((x) => f(x, y))",
      });
    return pushedAlong(b, before, [x], [numberOf(constant(1))]).tangent;
  };
};
