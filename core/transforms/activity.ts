import type { Atom, Equation, Program } from "../program/index.ts";

/** The inputs of an equation through which a derivative can flow. */
export const activeInputs = (equation: Equation): readonly Atom[] =>
  equation.inputs.filter((_input, i) => equation.primitive.modes[i] !== "flat");

/**
 * For each variable, which of the seeds its derivative depends on.
 * @param seedOf - the seed that a program input is, if it is one
 */
export const activity = <S>(
  program: Program,
  seedOf: (variable: Atom) => S | undefined,
): ((atom: Atom) => ReadonlySet<S>) => {
  const none: ReadonlySet<S> = new Set();
  const sets = new Map<number, ReadonlySet<S>>();
  const of = (atom: Atom): ReadonlySet<S> => (atom.kind === "const" ? none : (sets.get(atom.id) ?? none));
  for (const { variable } of program.inputs) {
    const seed = seedOf(variable);
    if (seed !== undefined) sets.set(variable.id, new Set([seed]));
  }
  for (const equation of program.equations) {
    const filled = activeInputs(equation)
      .map(of)
      .filter((set) => set.size > 0);
    const [first] = filled;
    if (first) sets.set(equation.output.id, filled.length === 1 ? first : new Set(filled.flatMap((set) => [...set])));
  }
  return of;
};
