import type { ElementwisePrimitive, Equation, Primal } from "../../program/index.ts";
import { compare, type Difference, difference, reach } from "./difference.ts";
import type { Sample } from "./reached.ts";
import { placeOf, type Suspect } from "./suspect.ts";

const primalsOf = ({ domain }: ElementwisePrimitive, { inputs }: Sample): readonly Primal[] =>
  inputs.map((value, k) => (domain[k]?.kind === "bool" ? Boolean(value) : Number(value)));

const along = ({ evaluate }: ElementwisePrimitive, point: readonly Primal[], input: number): Difference => {
  const x = Number(point[input]);
  const f = evaluate as (...values: readonly Primal[]) => Primal;
  return difference((step) => Number(f(...point.with(input, x + step))), reach * (Math.abs(x) || 1));
};

const nameOf = ({ name, modes, silent }: ElementwisePrimitive, input: number): string => {
  if (silent) return `${name} stops a derivative, as it is meant to`;
  return modes[input] === "flat"
    ? `${name} says that it does not change smoothly with its input ${input + 1}`
    : `the partial derivative of ${name} by its input ${input + 1}`;
};

/** The partial derivatives of an equation at the values it had, run as JavaScript, against differences of its value. */
export const suspectPartials = (
  { primitive, from }: Equation,
  varied: readonly boolean[],
  samples: readonly Sample[],
): readonly Suspect[] => {
  if (primitive.kind !== "elementwise") return [];
  const at = (input: number, sample: Sample): Suspect => {
    const point = primalsOf(primitive, sample);
    const out = sample.outputs[0];
    const rule = primitive.partials[input];
    const derivative = rule ? Number(rule(...point, { ...primitive.scope(), out })) : 0;
    const found = along(primitive, point, input);
    const x = Math.abs(Number(point[input])) || 1;
    const verdict = compare(derivative, found, Math.abs(Number(out)) / x);
    return { what: nameOf(primitive, input), where: placeOf(from), derivative, difference: found.value, verdict };
  };
  // what is no number any more went wrong before
  const isNumber = (input: number) => (sample: Sample) => Number.isFinite(Number(sample.inputs[input]));
  return varied.flatMap((isVaried, input) =>
    isVaried ? samples.filter(isNumber(input)).map((sample) => at(input, sample)) : [],
  );
};
