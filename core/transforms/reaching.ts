import { stopGradient } from "../primitives/index.ts";
import { type Atom, type Builder, type Parameter, readsOf } from "../program/index.ts";

/** The parameters that some atoms depend on, in steps or smoothly; one that is held does not count. */
export const reachingParameters = (b: Builder, atoms: readonly Atom[]): ReadonlySet<Parameter> => {
  const program = b.program(atoms);
  const reaching = new Map<number, ReadonlySet<Parameter>>();
  const of = (atom: Atom): Iterable<Parameter> => (atom.kind === "var" ? (reaching.get(atom.id) ?? []) : []);
  for (const { variable, source } of program.inputs)
    if (source.kind === "parameter") reaching.set(variable.id, new Set([source.parameter]));
  for (const equation of program.equations) {
    const held = equation.primitive === stopGradient.primitive;
    const found = held ? [] : readsOf(equation).flatMap((atom) => [...of(atom)]);
    if (found.length > 0) reaching.set(equation.output.id, new Set(found));
  }
  return new Set(atoms.flatMap((atom) => [...of(atom)]));
};
