import { and, broadcast, gt, lt, position } from "../../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axesOf,
  chainOf,
  constant,
  type Equation,
  isCondition,
  isConstant,
  type Pass,
} from "../../program/index.ts";
import { rebuild } from "./rebuild.ts";

type Definitions = ReadonlyMap<number, Equation>;

/** A loop over a list inside a loop over the same list, of which only the items after the outer one count. */
interface Triangle {
  readonly list: Axis;
  /** The conditions from the list to the one that compares places, which is the last. */
  readonly conditions: readonly Axis[];
  readonly condition: Axis;
  readonly outer: Axis;
  /** The comparison of places, which need not be made. */
  readonly comparison: Atom;
}

const listedBy = ({ onto }: Axis): Axis | undefined => onto.base ?? onto.parent;

const made = (definitions: Definitions, atom: Atom | undefined): Equation | undefined =>
  atom?.kind === "var" ? definitions.get(atom.id) : undefined;

/** The axis of whose elements an atom is the place in the list. */
const placedOn = (definitions: Definitions, atom: Atom | undefined): Axis | undefined => {
  const equation = made(definitions, atom);
  const { axis, owner } = equation?.settings ?? {};
  if (equation?.primitive !== position || typeof axis !== "object" || axis === null) return undefined;
  return owner === (axis.onto.parent ?? null) ? axis : undefined;
};

/** The parts of a condition that all have to hold. */
const parts = (definitions: Definitions, mask: Atom): readonly Atom[] => {
  const equation = made(definitions, mask);
  return equation?.primitive === and.primitive ? equation.inputs.flatMap((part) => parts(definitions, part)) : [mask];
};

const sameList = (a: Axis, b: Axis): boolean =>
  a.extent.kind === "column" &&
  b.extent.kind === "column" &&
  a.extent.slot === b.extent.slot &&
  listedBy(a) === listedBy(b);

const triangleOf = (definitions: Definitions, condition: Axis): Triangle | undefined => {
  const { extent } = condition;
  const chain = chainOf(condition);
  const list = chain.find((axis) => !isCondition(axis));
  if (extent.kind !== "where" || list?.extent.kind !== "column" || list.extent.after) return undefined;
  const conditions = chain.slice(0, chain.indexOf(list)).toReversed();
  for (const comparison of parts(definitions, extent.mask)) {
    const equation = made(definitions, comparison);
    const [x, y] = equation?.inputs ?? [];
    const [more, less] = equation?.primitive === gt.primitive ? [x, y] : [y, x];
    if (equation?.primitive !== gt.primitive && equation?.primitive !== lt.primitive) continue;
    const outer = placedOn(definitions, less);
    if (outer && placedOn(definitions, more) === list && outer !== list && sameList(list, outer))
      return { list, conditions, condition, outer, comparison };
  }
  return undefined;
};

/** True if nothing asks for items of the list that the condition drops, or for their places. */
const isAlone = (pass: Pass, definitions: Definitions, { list, conditions, comparison }: Triangle): boolean => {
  const axes = new Set(pass.program.equations.flatMap(axesOf));
  const path = [list, ...conditions];
  const passed = path.slice(0, -1);
  for (const axis of axes) {
    const { parent, base, of } = axis.onto;
    if ([base, of].some((each) => each && passed.includes(each))) return false;
    if (parent && passed.includes(parent) && axis !== path[path.indexOf(parent) + 1]) return false;
  }
  const compared = new Set(made(definitions, comparison)?.inputs ?? []);
  return pass.program.equations.every((equation) => {
    const { primitive, settings, output, inputs } = equation;
    const isNamed = Object.values(settings).some((s) => typeof s === "object" && s !== null && passed.includes(s));
    if (isNamed && primitive !== broadcast && !(primitive === position && settings.axis === list)) return false;
    if (inputs.some((input) => input.kind === "var" && compared.has(input) && placedOn(definitions, input) === list))
      return output === comparison;
    return true;
  });
};

/** Loops over the items after an outer one, in place of loops over all items under a condition on their places. */
export const triangles = (pass: Pass): Pass => {
  const definitions = new Map(pass.program.equations.map((equation) => [equation.output.id, equation]));
  const found = [...new Set(pass.program.equations.flatMap(axesOf))]
    .flatMap((axis) => triangleOf(definitions, axis) ?? [])
    .filter((triangle) => isAlone(pass, definitions, triangle));
  if (found.length === 0) return pass;
  const byList = new Map(found.map((triangle) => [triangle.list, triangle]));
  const byCondition = new Map(found.map((triangle) => [triangle.condition, triangle]));
  const dropped = new Set(found.map(({ comparison }) => comparison));
  return rebuild(pass, {
    axis: (axis, now) => {
      const triangle = byList.get(axis);
      if (triangle && axis.extent.kind === "column") {
        const { parent, base } = axis.onto;
        const after = now.axis(triangle.outer);
        return {
          id: -axis.id,
          name: axis.name,
          extent: { ...axis.extent, after },
          onto: { ...(parent && { parent: now.axis(parent) }), ...(base && { base: now.axis(base) }) },
        };
      }
      const condition = byCondition.get(axis);
      if (condition && axis.extent.kind === "where" && isConstant(now.atom(axis.extent.mask), true))
        return axis.onto.parent && now.axis(axis.onto.parent);
      return undefined;
    },
    equation: ({ output, primitive, inputs }, now) => {
      if (dropped.has(output)) return constant(true);
      if (primitive !== and.primitive) return undefined;
      const [a, b] = inputs.map(now.atom);
      if (a && isConstant(a, true)) return b;
      return b && isConstant(b, true) ? a : undefined;
    },
  });
};
