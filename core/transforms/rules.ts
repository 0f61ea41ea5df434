import { asNumber, elaborate, numberOf } from "../lambda/index.ts";
import { type Atom, type Builder, constant, type Equation, type Rule } from "../program/index.ts";

type Plain = (inputs: readonly Atom[]) => Atom | undefined;

/** Which of its inputs a function hands on, `(x, y) => y`; -1 where it does more, or takes something apart. */
const handedOn = (text: string): number => {
  const [arrow, end] = [text.indexOf("=>"), text.indexOf(")")];
  if (!text.startsWith("(") || text.slice(end + 1, arrow).trim() !== "") return -1;
  const names = text
    .slice(1, end)
    .split(",")
    .map((name) => name.trim());
  return text.includes("{") || text.includes("[") ? -1 : names.indexOf(text.slice(arrow + 2).trim());
};

const plainOf = (rule: Rule): Plain => {
  const text = Function.prototype.toString.call(rule);
  if (rule.length === 0) return () => (text.startsWith("()") ? constant(Number(rule())) : undefined);
  const place = handedOn(text);
  return (inputs) => inputs[place];
};

const plains = new WeakMap<Rule, Plain>();

/** What a rule gives that need not be parsed: it takes nothing, not even a scope, or it hands one of its inputs on. */
const plainly = (rule: Rule, inputs: readonly Atom[]): Atom | undefined => {
  const plain = plains.get(rule) ?? plainOf(rule);
  plains.set(rule, plain);
  return plain(inputs);
};

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
  const plain = plainly(rule, inputs);
  if (plain) return asNumber(b, numberOf(plain)).atom;
  const scope = { ...primitive.scope(), out: numberOf(output) };
  const values = inputs.map((atom) => numberOf(atom));
  return b.from(
    equation.from,
    () =>
      asNumber(b, elaborate(b, rule, values, scope, { label: `the derivative of ${primitive.name}`, isRule: true }))
        .atom,
  );
};
