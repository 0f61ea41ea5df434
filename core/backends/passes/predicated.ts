import {
  and,
  broadcast,
  isFiniteNumber,
  isMissingNumber,
  moments,
  not,
  or,
  reducers,
  scatter,
  where,
} from "../../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axesOf,
  constant,
  type Equation,
  isCondition,
  type Pass,
  type Primitive,
} from "../../program/index.ts";
import { innermost } from "../homes.ts";
import { rebuild } from "./rebuild.ts";

type Definitions = ReadonlyMap<number, Equation>;

const joining: ReadonlySet<Primitive> = new Set([and.primitive, or.primitive, not.primitive]);
const asking: ReadonlySet<Primitive> = new Set([isMissingNumber.primitive, isFiniteNumber.primitive]);

/** True for a condition that asks whether numbers are there: it seldom fails. */
const isAboutMissing = (pass: Pass, definitions: Definitions, atom: Atom): boolean => {
  if (atom.kind === "const") return true;
  const made = definitions.get(atom.id);
  if (!made) return pass.program.inputs.some(({ variable, source }) => variable === atom && source.kind === "validity");
  if (asking.has(made.primitive)) return true;
  return joining.has(made.primitive) && made.inputs.every((input) => isAboutMissing(pass, definitions, input));
};

/** Conditions on which nothing but sums hangs: they can be part of what is added. */
const candidates = (pass: Pass): ReadonlySet<Axis> => {
  const { equations } = pass.program;
  const definitions = new Map(equations.map((equation) => [equation.output.id, equation]));
  const sinks = new Set(pass.accumulators);
  const axes = new Set(equations.flatMap(axesOf));
  const inner = new Set(
    [...axes].flatMap(({ onto, extent }) => [
      onto.parent,
      onto.base,
      onto.of,
      extent.kind === "column" ? extent.after : undefined,
    ]),
  );
  return new Set(
    [...axes].filter((axis) => {
      const { extent } = axis;
      if (!isCondition(axis) || extent.kind !== "where" || inner.has(axis)) return false;
      if (!isAboutMissing(pass, definitions, extent.mask)) return false;
      return equations.every((equation) => {
        const { output, primitive, settings } = equation;
        if (output.axis === axis)
          return primitive === broadcast || (primitive.kind === "elementwise" && primitive.lower !== undefined);
        if (primitive.kind === "elementwise") return true;
        const isNamed = Object.values(settings).includes(axis) || innermost(equation) === axis;
        return !isNamed || (sinks.has(equation) && isSum(primitive));
      });
    }),
  );
};

const isSum = (primitive: Primitive): boolean =>
  primitive === scatter || primitive === moments || (primitive.kind === "structural" && reducers.has(primitive));

/**
 * Sums under a condition that seldom fails become sums of what is 0, or nowhere, where it fails: elements need not be
 * picked out first.
 */
export const predicated = (pass: Pass): Pass => {
  const chosen = candidates(pass);
  if (chosen.size === 0) return pass;
  return rebuild(pass, {
    axis: (axis, now) => (chosen.has(axis) && axis.onto.parent ? now.axis(axis.onto.parent) : undefined),
    equation: (equation, now) => {
      const { primitive, inputs, settings, output } = equation;
      if (primitive.kind === "elementwise") return undefined;
      if (primitive === broadcast) {
        const [x] = inputs.map(now.atom);
        const axis = output.axis && now.axis(output.axis);
        return x?.kind === "var" && x.axis === axis ? x : undefined;
      }
      const place = innermost(equation);
      if (!place || !chosen.has(place) || !isSum(primitive) || place.extent.kind !== "where") return undefined;
      const axis = now.axis(place);
      const mask = now.atom(place.extent.mask);
      const unless = (atom: Atom | undefined, no: Atom): Atom =>
        now.emit(where.primitive, [mask, atom ? now.atom(atom) : no, no], {}, no.dtype, axis);
      const [x, ...rest] = inputs;
      const own = Object.fromEntries(
        Object.entries(settings).map(([name, s]) => [name, typeof s === "object" && s ? now.axis(s) : s]),
      );
      const again = (...atoms: readonly Atom[]): Atom => now.emit(primitive, atoms, own, output.dtype, output.axis);
      if (primitive === moments) return again(unless(x, constant(Number.NaN)), ...rest.map(now.atom));
      if (primitive === scatter)
        return again(...inputs.slice(0, 1).map(now.atom), unless(rest[0], constant(-1, "i32")));
      const reducer = primitive.kind === "structural" ? reducers.get(primitive) : undefined;
      return again(unless(x, constant(reducer?.start ?? 0)));
    },
  });
};
