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

const depthOf = (axis: Axis | null): number => {
  let depth = 0;
  for (let outer = axis ?? undefined; outer; outer = outer.onto.parent) depth++;
  return depth;
};

/** The innermost loop in which a reduction meets its input. */
export const innermost = ({ settings, inputs }: Equation): Axis | null => {
  const from = axisSetting(settings, "from");
  if (from) return from;
  let found: Axis | null = null;
  for (const input of inputs) {
    const axis = axisOf(input);
    if (depthOf(axis) > depthOf(found)) found = axis;
  }
  return found;
};

type Places = ReadonlySet<Axis>;

/** Is told an atom, and the loops that are open where it is read. */
type Meet = (atom: Atom, places: Places) => void;

const none: Places = new Set();

const joined = (a: Places, b: Places): Places => (a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]));

/**
 * Tells the loops that are open where an equation reads its inputs.
 * @param around - an axis and those around it
 */
const meetReads = (equation: Equation, home: Axis | null, around: (axis: Axis | null) => Places, meet: Meet): void => {
  const { inputs, primitive, settings } = equation;
  const [x, k] = [inputs[0], inputs[1]];
  const here = around(home);
  const inside = (axis: Axis | null): Places => (axis === home ? here : joined(here, around(axis)));
  const all = (places: Places): void => {
    for (const input of inputs) meet(input, places);
  };
  if (primitive.kind === "elementwise") all(here);
  else if (isReduction(equation)) all(inside(innermost(equation)));
  else if (primitive === at && x && k) {
    meet(x, inside(axisSetting(settings, "axis")));
    meet(k, here);
  } else if (primitive === take && x) {
    const axis = axisSetting(settings, "axis");
    meet(x, joined(inside(axis), around(axis?.onto.of ?? null)));
  } else if (primitive === tally)
    inputs.forEach((input, i) => {
      meet(input, i === 0 ? here : inside(innermost(equation)));
    });
  else if (primitive === tallyWithout)
    inputs.forEach((input, i) => {
      meet(input, i === 1 ? here : around(axisSetting(settings, i === 0 ? "to" : "from")));
    });
  else all(primitive === earlier ? around(axisSetting(settings, "axis")) : here);
};

/** Tells the loops that are open where an axis reads what it is made from. */
const meetExtent = ({ extent, onto }: Axis, around: (axis: Axis | null) => Places, meet: Meet): void => {
  const parent = around(onto.parent ?? null);
  if (extent.kind === "where") meet(extent.mask, parent);
  else if (extent.kind === "range") {
    meet(extent.first, parent);
    meet(extent.last, parent);
  } else if (extent.kind === "sorted") meet(extent.key, joined(parent, around(onto.of ?? null)));
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
  const open = new Map<number, Places>();
  const chains = new Map<Axis, Places>();
  const around = (axis: Axis | null): Places => {
    if (!axis) return none;
    const known = chains.get(axis) ?? new Set(chainOf(axis));
    chains.set(axis, known);
    return known;
  };
  const homes = new Map<number, Axis | null>();
  const depths = new Map<number, number>();
  const meet: Meet = (atom, places) => {
    if (atom.kind === "const") return;
    const before = open.get(atom.id);
    if (before === places) return;
    open.set(atom.id, before ? new Set([...before].filter((axis) => places.has(axis))) : places);
  };
  const settle = (axis: Axis | null, places: Places): Axis | null => {
    let only: Axis | undefined;
    for (const place of places)
      if (isCondition(place) && place.onto.parent === axis) {
        if (only) return axis;
        only = place;
      }
    return only ? settle(only, places) : axis;
  };
  const reductionsOf = (atom: Atom): number => (atom.kind === "const" ? 0 : (depths.get(atom.id) ?? 0));
  for (const equation of program.equations) {
    let deepest = 0;
    for (const atom of readsOf(equation)) deepest = Math.max(deepest, reductionsOf(atom));
    depths.set(equation.output.id, deepest + (isReduction(equation) ? 1 : 0));
  }
  for (const [atom, places] of reads) meet(atom, places);
  const axes = new Set<Axis>();
  for (const equation of program.equations)
    for (const axis of axesOf(equation)) {
      axes.add(axis);
      for (let of = axis.onto.of; of; of = of.onto.parent) axes.add(of);
    }
  for (const axis of axes) meetExtent(axis, around, meet);
  for (const equation of program.equations.toReversed()) {
    const { output } = equation;
    const places = open.get(output.id) ?? around(output.axis);
    const home = mayMove(equation) ? settle(output.axis, places) : output.axis;
    homes.set(output.id, home);
    meetReads(equation, home, around, meet);
  }
  return {
    home: (atom) => (atom.kind === "const" ? null : (homes.get(atom.id) ?? atom.axis)),
    depth: reductionsOf,
  };
};
