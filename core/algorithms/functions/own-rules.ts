import { fail } from "../../errors.ts";
import type { Value } from "../../lambda/index.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { zeroLike } from "../derivatives/partial.ts";
import { freeOf } from "../free.ts";
import { fit, type Layout, leafCount, withLeaves } from "../language/index.ts";
import type { Step } from "../operation.ts";
import { type CallRules, shapeOf } from "../statement.ts";
import { type Applied, applied } from "./applied.ts";
import type { Callee, Meaning } from "./callee.ts";

/** A layout with the sizes that some leaves have. */
export const resized = (layout: Layout, leaves: readonly Atom[], depth = 0): Layout => {
  switch (layout.kind) {
    case "record": {
      let first = 0;
      return {
        kind: "record",
        fields: new Map(
          [...layout.fields].map(([name, field]) => {
            const place = first;
            first += leafCount(field);
            return [name, resized(field, leaves.slice(place, first), depth)];
          }),
        ),
      };
    }
    case "tuple": {
      let first = 0;
      const items = layout.items.map((item) => {
        const place = first;
        first += leafCount(item);
        return resized(item, leaves.slice(place, first), depth);
      });
      return { kind: "tuple", items };
    }
    case "array": {
      const [leaf] = leaves;
      const length = (leaf && shapeOf(leaf)[depth]) ?? layout.length;
      return { kind: "array", length, item: resized(layout.item, leaves, depth + 1) };
    }
    default:
      return layout;
  }
};

const valueFor = (b: ArrayBuilder, layout: Layout, leaves: readonly Atom[]): Value =>
  withLeaves(b, resized(layout, leaves), leaves);

/** The inputs of a step as values, or something like them: tangents. */
const inputValues = (b: ArrayBuilder, { inputs }: Applied, leaves: readonly Atom[]): Value => {
  let first = 0;
  const items = inputs.map(({ layout, leaves: own }) => {
    const place = first;
    first += own.length;
    return valueFor(b, layout, leaves.slice(place, first));
  });
  return { kind: "tuple", items };
};

const filledUp = (b: ArrayBuilder, flows: readonly (Atom | undefined)[], like: readonly Atom[]): readonly Atom[] =>
  like.map((atom, k) => flows[k] ?? zeroLike(b, atom));

/** A derivative that depends on more than the arguments would be lost. */
const refuseCaptured = ({ block }: Applied, name: string): void => {
  const captured = freeOf(block).some((atom) => atom.kind === "var" && atom.dtype === "f64");
  if (captured)
    throw fail("E_FREE", {
      what: `a function with a derivative of its own uses numbers that are not its arguments`,
      where: name,
      cure: "hand them in as arguments, so that the rule can say their derivatives",
    });
};

const ruled =
  (f: Callee, name: string, rules: (made: Applied) => CallRules): Meaning =>
  (b, values) => {
    const made = applied(b, f, values);
    refuseCaptured(made, name);
    return valueFor(b, made.result, b.call(made.block, made.leaves, rules(made)));
  };

/** `rule(inputs, tangents, out)` gives the tangent of the value; reverse mode is its transpose. */
export const customJvpOf = (f: Callee, rule: Callee): Meaning =>
  ruled(f, "customJvp", (made) => ({
    jvp: (b, { inputs, outputs }: Step, tangents) => {
      const along = inputValues(b, made, filledUp(b, tangents, inputs));
      const out = valueFor(b, made.result, outputs);
      const tangent = rule.meaning(b, [inputValues(b, made, inputs), along, out]);
      return fit(b, tangent, resized(made.result, outputs));
    },
  }));

/** `rule(inputs, cotangent, out)` gives the cotangents of the inputs, one for each. */
export const customVjpOf = (f: Callee, rule: Callee): Meaning =>
  ruled(f, "customVjp", (made) => ({
    vjp: (b, { inputs, outputs }: Step, cotangents) => {
      const flow = valueFor(b, made.result, filledUp(b, cotangents, outputs));
      const out = valueFor(b, made.result, outputs);
      const given = rule.meaning(b, [inputValues(b, made, inputs), flow, out]);
      if (given.kind !== "tuple" || given.items.length !== made.inputs.length)
        throw fail("E_SHAPE", {
          what: `a rule for reverse mode gives ${given.kind === "tuple" ? given.items.length : "no list of"} cotangents, and there are ${made.inputs.length} inputs`,
          cure: "([x, y], cotangent) => [cotangentOfX, cotangentOfY]",
        });
      let first = 0;
      return made.inputs.flatMap(({ layout, leaves }, k) => {
        const own = inputs.slice(first, first + leaves.length);
        first += leaves.length;
        return fit(b, given.items[k] ?? { kind: "missing" }, resized(layout, own));
      });
    },
  }));

/** Computed again on the way back, instead of keeping what its loops carry. */
export const checkpointOf =
  (f: Callee): Meaning =>
  (b, values) => {
    const made = applied(b, f, values);
    return valueFor(b, made.result, b.call(made.block, made.leaves));
  };
