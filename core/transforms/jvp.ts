import { add, weigh } from "../primitives/index.ts";
import type { Atom, Builder, Equation } from "../program/index.ts";
import { partialOf } from "./rules.ts";

const plus = (b: Builder, x: Atom | undefined, y: Atom | undefined): Atom | undefined =>
  x && y ? b.emit(add.primitive, [x, y]) : (x ?? y);

const through = (b: Builder, equation: Equation, tangents: readonly (Atom | undefined)[]): Atom | undefined => {
  const { primitive } = equation;
  if (primitive.kind === "structural") return primitive.jvp(b, equation, tangents);
  return tangents.reduce<Atom | undefined>((total, tangent, i) => {
    if (!tangent) return total;
    const partial = partialOf(b, equation, i);
    return partial ? plus(b, total, b.emit(weigh.primitive, [partial, tangent])) : total;
  }, undefined);
};

/**
 * Forward mode: the tangents of atoms, given those of some inputs; undefined stands for zero. The equations join those
 * of the builder, so a derivative of a derivative is the same call again.
 * @param seeds - tangents by variable id
 */
export const jvp = (
  b: Builder,
  outputs: readonly Atom[],
  seeds: ReadonlyMap<number, Atom>,
): readonly (Atom | undefined)[] => {
  const tangents = new Map<number, Atom | undefined>(seeds);
  const tangentOf = (atom: Atom): Atom | undefined => (atom.kind === "const" ? undefined : tangents.get(atom.id));
  for (const equation of b.program(outputs).equations) {
    if (tangents.has(equation.output.id)) continue;
    const inputs = equation.inputs.map(tangentOf);
    if (inputs.some((tangent) => tangent !== undefined))
      tangents.set(
        equation.output.id,
        b.from(equation.from, () => through(b, equation, inputs)),
      );
  }
  return outputs.map(tangentOf);
};
