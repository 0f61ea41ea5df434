import { at, contests, earlier, moments, reducers, scatter, take, tally, tallyWithout } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axesOf,
  axisOf,
  axisSetting,
  chainOf,
  type Equation,
  isCondition,
  type Program,
  readsOf,
} from "../program/index.ts";

/** The loop in which a variable is computed, and how many reductions deep it is. */
export interface Homes {
  readonly home: (atom: Atom) => Axis | null;
  readonly depth: (atom: Atom) => number;
}

/** An atom that is read where some loops are open. */
export type Read = readonly [Atom, ReadonlySet<Axis>];

export const isReduction = ({ primitive }: Equation): boolean =>
  primitive.kind === "structural" &&
  (reducers.has(primitive) || contests.has(primitive) || primitive === scatter || primitive === moments);

/** The innermost loop in which a reduction meets its input. */
export const innermost = (equation: Equation): Axis | null => {
  const from = axisSetting(equation.settings, "from");
  if (from) return from;
  const chains = equation.inputs.map((input) => chainOf(axisOf(input)));
  return chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), []).at(0) ?? null;
};

/** The loops that are open where an equation reads its inputs. */
const placesOf = (equation: Equation, home: Axis | null): readonly (readonly [Atom, ReadonlySet<Axis>])[] => {
  const here = new Set(chainOf(home));
  const inside = (axis: Axis | null): ReadonlySet<Axis> => new Set([...here, ...chainOf(axis)]);
  const [x, k] = equation.inputs;
  if (isReduction(equation)) return equation.inputs.map((input) => [input, inside(innermost(equation))] as const);
  if (equation.primitive === at && x && k)
    return [
      [x, inside(axisSetting(equation.settings, "axis"))],
      [k, here],
    ];
  if (equation.primitive === take && x) {
    const axis = axisSetting(equation.settings, "axis");
    return [[x, new Set([...inside(axis), ...chainOf(axis?.onto.of ?? null)])]];
  }
  if (equation.primitive === tally)
    return equation.inputs.map((input, i) => [input, i === 0 ? here : inside(innermost(equation))] as const);
  if (equation.primitive === tallyWithout)
    return equation.inputs.map((input, i) => {
      const around = new Set(chainOf(axisSetting(equation.settings, i === 0 ? "to" : "from")));
      return [input, i === 1 ? here : around] as const;
    });
  const counted = equation.primitive === earlier ? new Set(chainOf(axisSetting(equation.settings, "axis"))) : here;
  return equation.inputs.map((input) => [input, counted] as const);
};

const extentPlaces = (axis: Axis): readonly (readonly [Atom, ReadonlySet<Axis>])[] => {
  const { extent, onto } = axis;
  const parent = new Set(chainOf(onto.parent ?? null));
  if (extent.kind === "where") return [[extent.mask, parent]];
  if (extent.kind === "range")
    return [
      [extent.first, parent],
      [extent.last, parent],
    ];
  if (extent.kind === "sorted") return [[extent.key, new Set([...parent, ...chainOf(onto.of ?? null)])]];
  return [];
};

/**
 * Where each variable is best computed: in the loop of its axis, or inside the conditions under which alone it is read,
 * so that an event that fails a cut pays for nothing after it.
 * @param reads - what is read besides the equations
 * @param mayMove - which equations may be computed inside conditions
 */
export const homesOf = (
  program: Program,
  reads: readonly Read[] = [],
  mayMove: (equation: Equation) => boolean = () => true,
): Homes => {
  const open = new Map<number, ReadonlySet<Axis>>();
  const homes = new Map<number, Axis | null>();
  const depths = new Map<number, number>();
  const meet = (atom: Atom, places: ReadonlySet<Axis>): void => {
    if (atom.kind === "const") return;
    const before = open.get(atom.id);
    open.set(atom.id, before ? new Set([...before].filter((axis) => places.has(axis))) : places);
  };
  const settle = (axis: Axis | null, places: ReadonlySet<Axis>): Axis | null => {
    const inner = [...places].filter((place) => isCondition(place) && place.onto.parent === axis);
    const [only] = inner;
    return inner.length === 1 && only ? settle(only, places) : axis;
  };
  const depthOf = (atom: Atom): number => (atom.kind === "const" ? 0 : (depths.get(atom.id) ?? 0));
  for (const equation of program.equations) {
    const deepest = Math.max(0, ...readsOf(equation).map(depthOf));
    depths.set(equation.output.id, deepest + (isReduction(equation) ? 1 : 0));
  }
  for (const [atom, places] of reads) meet(atom, places);
  const axes = new Set(
    program.equations.flatMap((equation) => [
      ...axesOf(equation),
      ...axesOf(equation).flatMap((a) => chainOf(a.onto.of ?? null)),
    ]),
  );
  for (const axis of axes) for (const [atom, places] of extentPlaces(axis)) meet(atom, places);
  for (const equation of program.equations.toReversed()) {
    const { output } = equation;
    const places = open.get(output.id) ?? new Set(chainOf(output.axis));
    const home = mayMove(equation) ? settle(output.axis, places) : output.axis;
    homes.set(output.id, home);
    for (const [atom, places] of placesOf(equation, home)) meet(atom, places);
  }
  return {
    home: (atom) => (atom.kind === "const" ? null : (homes.get(atom.id) ?? atom.axis)),
    depth: depthOf,
  };
};
