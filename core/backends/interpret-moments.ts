import { inWindow, moments, moved, polynomial, smear } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Equation, joinAxes, type Primitive } from "../program/index.ts";
import { addMoments, polynomialAt } from "./moments.ts";
import { addWindow, cutWindow, movedMoments, probedMotion } from "./moved.ts";
import { probed, smeared } from "./smear.ts";

/** What the interpreter knows of a program that runs. */
interface Running {
  readonly read: (atom: Atom, axis: Axis | null) => Float64Array;
  readonly into: ReadonlyMap<number, Float64Array>;
}

type Step = (m: Running, equation: Equation) => Float64Array;

const sizeOf = ({ output }: Equation): number => (output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 0);

const none = new Float64Array(0);

const wholeArray = (m: Running, atom: Atom | undefined): Float64Array => (atom ? m.read(atom, axisOf(atom)) : none);

const numberFor = (m: Running, atom: Atom | undefined): number =>
  (atom ? m.read(atom, null)[0] : undefined) ?? Number.NaN;

/** How the interpreter computes moments, and what is made of them. */
export const momentSteps: ReadonlyMap<Primitive, Step> = new Map<Primitive, Step>([
  [
    moments,
    (m, equation) => {
      const { inputs, output } = equation;
      const axis = inputs.reduce<Axis | null>((inner, input) => joinAxes(inner, axisOf(input)), null);
      const [places = none, ...amounts] = inputs.map((input) => m.read(input, axis));
      const out = m.into.get(output.id) ?? new Float64Array(sizeOf(equation));
      places.forEach((place, i) => {
        addMoments(
          out,
          place,
          amounts.map((amount) => amount[i] ?? 0),
        );
      });
      return out;
    },
  ],
  [
    polynomial,
    (m, { inputs: [array, place], settings, output }) => {
      const coefficients = wholeArray(m, array);
      const places = place ? m.read(place, output.axis) : none;
      return places.map((u) => polynomialAt(coefficients, u, Number(settings.order)));
    },
  ],
  [
    smear,
    (m, equation) => {
      const { inputs, settings } = equation;
      const [values, edges] = [wholeArray(m, inputs[0]), wholeArray(m, inputs[1])];
      return settings.transposed ? probed(values, edges, sizeOf(equation), settings) : smeared(values, edges, settings);
    },
  ],
  [
    moved,
    (m, { inputs, settings }) => {
      const [slope, offset, from] = [numberFor(m, inputs[1]), numberFor(m, inputs[2]), numberFor(m, inputs[3])];
      return (settings.transposed ? probedMotion : movedMoments)(wholeArray(m, inputs[0]), { slope, offset, from });
    },
  ],
  [
    inWindow,
    (m, equation) => {
      const { inputs, settings } = equation;
      const [values, from] = [wholeArray(m, inputs[0]), numberFor(m, inputs[1])];
      if (settings.transposed) return cutWindow(values, from, sizeOf(equation));
      const all = inputs[2] ? wholeArray(m, inputs[2]).slice() : new Float64Array(sizeOf(equation));
      addWindow(all, values, from);
      return all;
    },
  ],
]);
