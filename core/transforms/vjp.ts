import { add, spreadTo, sumTo, weigh } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, type Equation, type Var } from "../program/index.ts";
import { dependents } from "./activity.ts";
import { partialOf } from "./rules.ts";

const contributions = (
  b: Builder,
  equation: Equation,
  cotangent: Atom,
  wanted: (input: Atom) => boolean,
): readonly (Atom | undefined)[] => {
  const { primitive, inputs } = equation;
  if (primitive.kind === "structural") return primitive.vjp(b, equation, cotangent);
  return inputs.map((input, i) => {
    const partial = wanted(input) ? partialOf(b, equation, i) : undefined;
    return partial && b.emit(weigh.primitive, [cotangent, partial]);
  });
};

/**
 * Reverse mode: the cotangents of some inputs, given those of the outputs; undefined stands for zero. What the forward
 * pass computed is computed again where it is needed, so nothing is stored across events.
 */
export const vjp = (
  b: Builder,
  outputs: readonly Atom[],
  cotangents: readonly (Atom | undefined)[],
  wanted: readonly Var[],
): readonly (Atom | undefined)[] => {
  const program = b.program(outputs);
  const isActive = dependents(
    program,
    wanted.map(({ id }) => id),
  );
  const collected = new Map<number, Atom>();
  const collect = (target: Atom, cotangent: Atom | undefined, from = axisOf(target)): void => {
    if (target.kind === "const" || !cotangent || !isActive(target)) return;
    const local = sumTo(b, spreadTo(b, cotangent, from), from, target.axis);
    const before = collected.get(target.id);
    collected.set(target.id, before ? b.emit(add.primitive, [before, local]) : local);
  };
  for (const [i, output] of outputs.entries()) collect(output, cotangents[i]);
  for (const equation of program.equations.toReversed()) {
    const cotangent = collected.get(equation.output.id);
    if (!cotangent) continue;
    b.from(equation.from, () => {
      contributions(b, equation, cotangent, isActive).forEach((contribution, i) => {
        const input = equation.inputs[i];
        if (input && contribution) collect(input, contribution, deeper(equation, contribution, input));
      });
    });
  }
  return wanted.map((variable) => collected.get(variable.id));
};

/** The axis on which a contribution is summed into its input: that of the output, or of what a rule of axes returned. */
const deeper = (equation: Equation, contribution: Atom, input: Atom): ReturnType<typeof axisOf> =>
  equation.primitive.kind === "elementwise" ? equation.output.axis : (axisOf(contribution) ?? axisOf(input));
