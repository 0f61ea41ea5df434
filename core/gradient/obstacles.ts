import { fail, type JagradError } from "../errors.ts";
import { caret } from "../lambda/index.ts";
import { contests } from "../primitives/index.ts";
import { type Atom, atomsOfAxis, axesOf, type Equation, type Parameter, type Program } from "../program/index.ts";
import { activity } from "../transforms/index.ts";

const isSilent = ({ primitive, settings }: Equation): boolean =>
  primitive.kind === "elementwise" ? primitive.silent : settings.silent === true;

/** What an equation depends on in steps. */
const stepsOf = (equation: Equation): readonly Atom[] =>
  isSilent(equation) || contests.has(equation.primitive)
    ? []
    : equation.inputs.filter((_input, i) => equation.primitive.modes[i] === "flat");

/** The keys by which an equation orders items. */
const keysOf = (equation: Equation): readonly Atom[] => [
  ...(contests.has(equation.primitive) ? equation.inputs : []),
  ...axesOf(equation)
    .filter(({ extent }) => extent.kind === "sorted")
    .flatMap(atomsOfAxis),
];

const textOf = ({ from, primitive }: Equation): string =>
  from?.text ? from.text.slice(from.start, from.end) : primitive.name;

const placeOf = ({ from }: Equation): string | undefined =>
  from && `${from.label}${from.text ? `\n${caret(from.text, from.start, from.end)}` : ""}`;

const complaint = (parameter: Parameter, equation: Equation): JagradError => {
  const where = placeOf(equation);
  const name = JSON.stringify(parameter.name);
  const step = equation.primitive.name === "digitize" ? "the bins of a histogram" : textOf(equation);
  if (parameter.kind === "choice" && (parameter.width ?? 0) === 0)
    return fail("E_WIDTH", {
      what: `the choice ${name} reaches a step, ${step}, and has no width: its derivative would miss the events that cross the step`,
      where,
      cure: `parameter(${name}, ..., { width: ... }), or the option { width } of the stage, or hold(p)`,
    });
  if (parameter.kind === "choice" && keysOf(equation).length > 0)
    return fail("E_FLAT", {
      what: `the choice ${name} has no part in the result but in an order of items, ${step}, which is hard: its derivative would be zero`,
      where,
      cure: "give the keys noise: argmax(list, key, { noise: width }) or argmin, of which [0] of a sorted list is one; or hold(p)",
    });
  if (parameter.kind === "nuisance")
    return fail("E_FLAT", {
      what: `the nuisance ${name} moves a hard step, ${step}: its derivative at fixed selection would miss the events that cross it`,
      where,
      cure: "compute the result with the nuisance shifted up and down, or make it a choice with a width",
    });
  return fail("E_FLAT", {
    what: `the derivative with respect to ${name} is lost in ${step}, which changes in steps`,
    where,
    cure: "use a smooth function, or hold(p)",
  });
};

/**
 * For each parameter of a program, the first step in which its derivative is lost. A hard order of items loses the
 * derivative of a choice only if nothing else carries it: that of the items that it takes is kept.
 */
export const obstaclesOf = (program: Program): ReadonlyMap<Parameter, JagradError> => {
  const active = activity(program, ({ source }) =>
    source.kind === "parameter" && source.part === "value" ? source.parameter : undefined,
  );
  const found = new Map<Parameter, JagradError>();
  let kept: ReadonlySet<Parameter> | undefined;
  const isLost = (parameter: Parameter): boolean => {
    kept ??= new Set(program.outputs.flatMap((output) => [...active(output)]));
    return parameter.kind === "nuisance" || !kept.has(parameter);
  };
  for (const equation of program.equations) {
    const stepped = stepsOf(equation).flatMap((atom) => [...active(atom)]);
    const ordered = keysOf(equation).flatMap((atom) => [...active(atom)].filter(isLost));
    for (const parameter of [...stepped, ...ordered])
      if (!found.has(parameter)) found.set(parameter, complaint(parameter, equation));
  }
  return found;
};

/**
 * For each input that is a number, the first step other than a comparison through which it goes: beside a comparison
 * the derivative is what it says, in a rounded number it is nothing.
 */
export const roundedIn = (program: Program, numbers: ReadonlySet<Atom>): ReadonlyMap<Atom, JagradError> => {
  const active = activity<Atom>(program, ({ variable }) => (numbers.has(variable) ? variable : undefined));
  const found = new Map<Atom, JagradError>();
  for (const equation of program.equations) {
    if (equation.output.dtype === "bool" || isSilent(equation)) continue;
    for (const input of equation.inputs.filter((_input, i) => equation.primitive.modes[i] === "flat"))
      for (const number of active(input))
        if (!found.has(number))
          found.set(
            number,
            fail("E_FLAT", {
              what: `the derivative of a result is lost in ${textOf(equation)}, which changes in steps`,
              where: placeOf(equation),
              cure: "use a smooth function",
            }),
          );
  }
  return found;
};
