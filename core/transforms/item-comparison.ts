import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  chainOf,
  type Equation,
  encloses,
  pathBetween,
  rewriter,
} from "../program/index.ts";
import { type Lifted, lifted } from "./lifted.ts";
import { refusal, type Soft, softOf } from "./soft.ts";
import type { Threshold } from "./threshold.ts";

/** A place where the comparison is asked: of the items of an axis, or of one that is chosen of them. */
export interface Asked {
  readonly axis: Axis;
  readonly pick?: Lifted["pick"] | undefined;
}

/** A comparison of the items of a list, wherever the list is gone through. */
export interface ItemComparison {
  readonly threshold: Threshold;
  /** The list, gone through once for each element of the root. */
  readonly place: Axis;
  /** The list as it stands in the data. */
  readonly list: Axis;
  /** Where an equation asks this comparison, of the same items. */
  readonly askedBy: (equation: Equation) => Asked | undefined;
}

/** The axes whose elements an item is an item of, outermost first, and what they lie in. */
const listsOf = (axis: Axis, root: Axis): readonly Axis[] => {
  const lists: Axis[] = [];
  for (let a: Axis | undefined = axis; a && a !== root; a = a.onto.base ? undefined : a.onto.parent) lists.unshift(a);
  return lists;
};

/** The loops that the value of an atom depends on, whatever the conditions under which it is computed. */
const loopsBehind = (b: Builder, atom: Atom, seen = new Set<Atom>()): readonly Axis[] => {
  if (atom.kind === "const" || seen.has(atom)) return [];
  seen.add(atom);
  const { inputs = [], settings = {} } = b.definition(atom) ?? {};
  const named = Object.values(settings).flatMap((axis) => (typeof axis === "object" && axis ? chainOf(axis) : []));
  return [...(atom.axis ? [atom.axis] : []), ...named, ...inputs.flatMap((input) => loopsBehind(b, input, seen))];
};

/** True for a comparison that also depends on loops around the list that it belongs to. */
const isOfSeveral = (b: Builder, output: Atom, lists: readonly Axis[], root: Axis): boolean => {
  const own = new Set(lists);
  return loopsBehind(b, output).some(
    (axis) => encloses(root, axis) && axis !== root && !chainOf(axis).some((a) => own.has(a)),
  );
};

/** A list that is gone through again in a loop, and the loop that it is gone through in where it stands. */
export interface Again {
  /** The list and the lists in its items, outermost first. */
  readonly lists: readonly Axis[];
  readonly loop: Axis;
  readonly base: Axis | undefined;
}

/** The outermost of the lists that an item of an axis is an item of. */
export const againOf = (axis: Axis, root: Axis): Again | undefined => {
  const lists = listsOf(axis, root);
  const [top] = lists;
  return top?.onto.parent && { lists, loop: top.onto.parent, base: top.onto.base };
};

/** The same comparison of the list itself, where it is of a list that is gone through again. */
const homeOf = (b: Builder, equation: Equation, root: Axis, events: Axis): Equation => {
  const axis = axisOf(equation.output);
  const { lists = [], loop, base } = (axis && againOf(axis, root)) ?? {};
  if (!loop || !base || isOfSeveral(b, equation.output, lists, events)) return equation;
  const home = b.definition(
    rewriter(b, new Map(), { axes: new Set(lists), from: loop, to: base }).atom(equation.output),
  );
  return home && home !== equation ? homeOf(b, home, root, events) : equation;
};

/** A comparison as that of all items of the list that it is about. */
const wholeOf = (b: Builder, equation: Equation): Pick<Lifted, "equation"> & Partial<Lifted> => {
  const outer = lifted(b, equation);
  if (!outer) return { equation };
  const { equation: whole, pick = (_b, answers) => answers } = wholeOf(b, outer.equation);
  return { equation: whole, pick: (b, answers, now) => outer.pick(b, pick(b, answers, now), now) };
};

/** The list that the items of a comparison are of, as it stands in the data; undefined where it is of no item. */
export const listBehind = (b: Builder, equation: Equation, root: Axis, events: Axis): Axis | undefined => {
  const axis = axisOf(homeOf(b, wholeOf(b, equation).equation, root, events).output);
  return axis !== null && axis !== events && encloses(events, axis) ? axis : undefined;
};

/**
 * A comparison to relax as one of the items of a list.
 * @param root - the loop in which the answers are drawn
 * @throws E_SOFT for items in an order of their own that are compared in another way
 */
export const itemComparison = (b: Builder, soft: Soft, root: Axis, events: Axis): ItemComparison => {
  const { equation } = wholeOf(b, soft.threshold.equation);
  const axis = axisOf(equation.output);
  if (!axis || chainOf(axis).some(({ extent }) => extent.kind === "sorted"))
    throw refusal(
      soft.threshold.equation,
      "this comparison of sorted items, which depends on a choice, is not relaxed yet",
      "compare before sorting, or hold the choice: hold(p)",
    );
  const home = homeOf(b, equation, root, events);
  const homeAxis = axisOf(home.output) ?? axis;
  const here = encloses(root, homeAxis)
    ? home
    : (b.definition(
        rewriter(b, new Map(), { axes: new Set(pathBetween(events, homeAxis)), from: events, to: root }).atom(
          home.output,
        ),
      ) ?? home);
  const threshold = softOf(b, here, soft.choices)?.threshold ?? soft.threshold;
  return {
    threshold,
    place: axisOf(here.output) ?? axis,
    list: homeAxis,
    askedBy: (other) => {
      if (other.primitive !== equation.primitive) return undefined;
      const { equation: whole, pick } = wholeOf(b, other);
      const isIt = whole === here || homeOf(b, whole, root, events).output.id === home.output.id;
      const asked = axisOf(whole.output);
      return isIt && asked ? { axis: asked, pick } : undefined;
    },
  };
};
