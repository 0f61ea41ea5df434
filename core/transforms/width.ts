import { emit } from "../lambda/index.ts";
import { abs, add, mul, sqrt } from "../primitives/index.ts";
import { type Atom, type Builder, type Choice, constant } from "../program/index.ts";
import { jvp } from "./jvp.ts";

/** The square root of a sum of squares; one number is itself. */
export const quadrature = (b: Builder, terms: readonly Atom[]): Atom | undefined => {
  const [first, ...rest] = terms;
  if (!first || rest.length === 0) return first;
  const squares = terms.map((term) => emit(b, mul, term, term));
  return emit(
    b,
    sqrt,
    squares.reduce((x, y) => emit(b, add, x, y)),
  );
};

const parameterSeeds = (b: Builder, atoms: readonly Atom[], choice: Choice): ReadonlyMap<number, Atom> =>
  new Map(
    b
      .program(atoms)
      .inputs.filter(
        ({ source }) => source.kind === "parameter" && source.part === "value" && source.parameter === choice,
      )
      .map(({ variable }) => [variable.id, constant(1)]),
  );

/**
 * The atom with every parameter at the value where widths are frozen. Conditions stay as they are, and the loops that they
 * make: an answer about an item is the one that was drawn.
 */
const atAnchor = (b: Builder, atom: Atom): Atom => {
  const { inputs, equations } = b.program([atom]);
  const anchored = new Map<Atom, Atom>();
  const now = (x: Atom): Atom => anchored.get(x) ?? x;
  for (const { variable, source } of inputs)
    if (source.kind === "parameter" && source.part === "value")
      anchored.set(variable, b.input({ ...source, part: "anchor" }, "f64", null));
  for (const { primitive, inputs: given, settings, output, from } of equations)
    if (output.dtype !== "bool" && given.some((x) => anchored.has(x)))
      anchored.set(
        output,
        b.from(from, () => b.emit(primitive, given.map(now), settings)),
      );
  return now(atom);
};

/**
 * The width of a difference: the quadrature sum over choices of its slope times the width of the choice, at the frozen
 * values; undefined if it depends on no choice that has one.
 */
export const widthOf = (b: Builder, difference: Atom, choices: readonly Choice[]): Atom | undefined => {
  const terms = choices.flatMap((choice) => {
    const [slope] = jvp(b, [difference], parameterSeeds(b, [difference], choice));
    if (!slope) return [];
    const width = b.input({ kind: "parameter", parameter: choice, part: "width" }, "f64", null);
    return [emit(b, mul, emit(b, abs, atAnchor(b, slope)), width)];
  });
  return quadrature(b, terms);
};
