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
  "exp",
  "expm1",
  "sin",
  "cos",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
  "normalCdf",
  "normalPdf",
]);

/** The derivative of an equation by one of its inputs times what flows through it; undefined where the input is flat. */
export const flowThrough = (
  b: ArrayBuilder,
  equation: Pick<Equation, "primitive" | "inputs" | "from"> & { readonly output: Atom },
  input: number,
  flow: Atom,
): Atom | undefined => {
  const partial = partialOf(b, equation, input);
  if (!partial) return undefined;
  const isPlain = partial.kind === "var" && tame.has(equation.primitive.name);
  return b.from(equation.from, () => b.emit((isPlain ? mul : weigh).primitive, [partial, flow]));
};

export const plus = (b: ArrayBuilder, x: Atom | undefined, y: Atom | undefined): Atom | undefined =>
  x && y ? b.emit(add.primitive, [x, y]) : (x ?? y);

/** Zero, in the shape of an atom. */
export const zeroLike = (b: ArrayBuilder, atom: Atom): Atom =>
  isArray(atom) ? b.freeze(b.accumulator(shapeOf(atom))) : constant(0);
