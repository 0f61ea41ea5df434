import { asNumber, elaborate, numberOf } from "../lambda/index.ts";
import { type Atom, type Builder, constant, type Equation, type Rule } from "../program/index.ts";

/** True for a rule that takes nothing, not even a scope: it always gives the same number. */
const isConstantRule = (rule: Rule): boolean =>
  rule.length === 0 && Function.prototype.toString.call(rule).startsWith("()");

/** The partial derivative of an elementwise equation with respect to one input; undefined where the input is flat. */
export const partialOf = (
  b: Builder,
  equation: Pick<Equation, "primitive" | "inputs" | "from"> & { readonly output: Atom },
  input: number,
): Atom | undefined => {
  const { primitive, inputs, output } = equation;
  if (primitive.kind !== "elementwise") return undefined;
  const rule = primitive.partials[input];
  if (!rule) return undefined;
  if (isConstantRule(rule)) return constant(Number(rule()));
  const scope = { ...primitive.scope(), out: numberOf(output) };
  const values = inputs.map((atom) => numberOf(atom));
  return b.from(
    equation.from,
    () =>
      asNumber(b, elaborate(b, rule, values, scope, { label: `the derivative of ${primitive.name}`, isRule: true }))
        .atom,
  );
};
