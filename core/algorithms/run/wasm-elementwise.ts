import { instruction, type Node } from "../../backends/index.ts";
import { expectedKind } from "./expected-kind.ts";
import { isLiteral, type Step } from "./low.ts";
import { sideBySide } from "./side-by-side.ts";
import { eachOf, numbersOf, ofVector, type Pair, type Turns, truthsOf, vectorOf } from "./wasm-pairs.ts";

/** What numbers or truth values of several pairs of turns are, computed side by side. */
export const elementwisePairs = (
  all: readonly Turns[],
  { primitive, inputs, out }: Extract<Step, { do: "elementwise" }>,
): readonly Pair[] => {
  const [first] = all;
  if (!first || !primitive.lower) return [];
  const given = inputs.map((input, k) =>
    all.map((t) => (expectedKind(primitive, k, out.kind) === "bool" ? truthsOf(t, input) : numbersOf(t, input))),
  );
  const lanes = sideBySide(first.lanes, all.length, first.w.body.write.settle);
  const made = primitive.lower(lanes, ...given);
  return all.map((t, k) => ofVector(t, out.kind === "bool" ? "bool" : "f64", made[k] ?? first.lanes.k(Number.NaN)));
};

export const elementwisePair = (t: Turns, { primitive, inputs, out }: Extract<Step, { do: "elementwise" }>): Pair => {
  const { w, lanes } = t;
  const kinds = inputs.map((_, k) => expectedKind(primitive, k, out.kind));
  if (!primitive.lower) {
    const index = w.m.outside(primitive, [], () => Number.NaN);
    const given = inputs.map((input, k) => eachOf(t, input, kinds[k] ?? "f64"));
    const [x, y] = ([0, 1] as const).map((lane) =>
      w.body.node(
        "f64",
        `call ${index}`,
        given.map((each) => each[lane]),
        instruction("call", index),
      ),
    );
    const both = vectorOf(t, "f64", x as Node, y as Node);
    return ofVector(t, out.kind === "bool" ? "bool" : "f64", out.kind === "bool" ? lanes.ne(both, lanes.k(0)) : both);
  }
  const given = inputs.map((input, k) => (kinds[k] === "bool" ? truthsOf(t, input) : numbersOf(t, input)));
  const index = t.isInPlace ? undefined : w.m.elementary(primitive, inputs, w.m.width);
  const free = given.filter((_, k) => !isLiteral(inputs[k] ?? { kind: "f64", literal: 0 }));
  const both =
    index === undefined
      ? primitive.lower(lanes, ...given)
      : w.body.node("v128", `call ${index}`, free, instruction("call", index));
  return ofVector(t, out.kind === "bool" ? "bool" : "f64", both);
};
