import { add, mul, weigh } from "../../primitives/index.ts";
import { type Atom, constant, type Equation } from "../../program/index.ts";
import { partialOf } from "../../transforms/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isArray, shapeOf } from "../statement.ts";

/** Primitives whose partial derivatives are finite where their inputs are: a plain product serves the chain rule. */
const tame: ReadonlySet<string> = new Set([
  "add",
  "sub",
  "neg",
  "mul",
  "sin",
  "cos",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
  "normalCdf",
  "normalPdf",
]);

/** Primitives whose partial derivatives are infinite where their values are finite: a square root at zero. */
const steep: ReadonlySet<string> = new Set(["sqrt", "cbrt", "pow", "asin", "acos", "acosh"]);

const isSteep = ({ primitive, inputs }: Pick<Equation, "primitive" | "inputs">): boolean => {
  const [, exponent] = inputs;
  return steep.has(primitive.name) && !(exponent?.kind === "const" && Number(exponent.value) >= 1);
};

/** What came through such a derivative: a zero further on wins over it, so that a norm has a derivative at zero. */
const steepFlows = new WeakSet<Atom>();

/** The derivative of an equation by one of its inputs times what flows through it; undefined where the input is flat. */
export const flowThrough = (
  b: ArrayBuilder,
  equation: Pick<Equation, "primitive" | "inputs" | "from"> & { readonly output: Atom },
  input: number,
  flow: Atom,
): Atom | undefined => {
  const partial = partialOf(b, equation, input);
  if (!partial) return undefined;
  const isPlain = partial.kind === "var" && tame.has(equation.primitive.name) && !steepFlows.has(flow);
  const product = b.from(equation.from, () => b.emit((isPlain ? mul : weigh).primitive, [partial, flow]));
  if (isSteep(equation) || steepFlows.has(flow)) steepFlows.add(product);
  return product;
};

export const plus = (b: ArrayBuilder, x: Atom | undefined, y: Atom | undefined): Atom | undefined => {
  if (!x || !y) return x ?? y;
  const sum = b.emit(add.primitive, [x, y]);
  if (steepFlows.has(x) || steepFlows.has(y)) steepFlows.add(sum);
  return sum;
};

/** Zero, in the shape of an atom. */
export const zeroLike = (b: ArrayBuilder, atom: Atom): Atom =>
  isArray(atom) ? b.freeze(b.accumulator(shapeOf(atom))) : constant(0);
