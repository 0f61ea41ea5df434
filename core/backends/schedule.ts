import {
  at,
  broadcast,
  digitize,
  earlier,
  one,
  polynomial,
  position,
  size,
  take,
  tally,
  tallyWithout,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Equation,
  type InputSource,
  keyOfAtom,
  type Pass,
  type Primitive,
  type Var,
} from "../program/index.ts";
import { homesOf, innermost } from "./homes.ts";
import { axesIn, extentReads, looped } from "./pass-axes.ts";
import { itemOf } from "./passes/index.ts";

/**
 * A pass in phases over a tile of events: at each level first the tables of some axes are made, then there is one loop
 * over the elements of each axis, and then what these loops computed is gathered under the elements of outer axes.
 */
export interface Schedule {
  readonly levels: readonly Level[];
  /** The equation behind an atom, through all that only hands a value to an inner loop. */
  readonly origin: (atom: Atom) => Atom;
  readonly definition: (atom: Atom) => Equation | undefined;
  readonly source: (atom: Var) => InputSource | undefined;
  /** The axis on which a computed atom is kept, and the level at which it is computed. */
  readonly home: (atom: Var) => Axis | null;
  readonly levelOf: (atom: Var) => number;
}

export interface Level {
  readonly tables: readonly Axis[];
  readonly loops: readonly Loop[];
  readonly gathered: readonly Equation[];
}

/** One loop over the elements of an axis. */
export interface Loop {
  readonly axis: Axis;
  /** What other phases read of this axis: kept in memory. */
  readonly kept: readonly Atom[];
  /** The accumulators that are added to. */
  readonly sums: readonly Equation[];
}

/** What is computed for each element by itself. */
const inlined: ReadonlySet<Primitive> = new Set<Primitive>([
  at,
  digitize,
  itemOf,
  one,
  polynomial,
  position,
  size,
  take,
]);

/** What reads items other than those at hand: all of them have to be there before. */
export const picking: ReadonlySet<Primitive> = new Set<Primitive>([at, itemOf, take]);

export const isInlined = ({ primitive }: Equation): boolean =>
  primitive.kind === "elementwise" || inlined.has(primitive);

/** Settings of an equation that name loops which it needs. */
const around: ReadonlySet<string> = new Set(["axis", "owner", "to", "from"]);

/** What counts the items under an element of an outer axis, where its first input is read. */
const isTally = ({ primitive }: Equation): boolean => primitive === tally || primitive === tallyWithout;

/** Decides in which phase each value of a pass is computed. */
export const scheduleOf = (pass: Pass): Schedule => {
  const { equations, inputs } = pass.program;
  const definitions = new Map(equations.map((equation) => [equation.output.id, equation]));
  const sources = new Map(inputs.map(({ variable, source }) => [variable.id, source]));
  const sinks = new Set(pass.accumulators);
  const ofAllItems = new Set(
    equations.flatMap(({ primitive, inputs: [x] }) => (primitive === itemOf && x?.kind === "var" ? [x.id] : [])),
  );
  const { home: homeOf } = homesOf(
    pass.program,
    [],
    ({ primitive, output }) => (primitive.kind === "elementwise" && !ofAllItems.has(output.id)) || primitive === itemOf,
  );
  const axes = axesIn(pass);

  const definition = (atom: Atom): Equation | undefined =>
    atom.kind === "const" ? undefined : definitions.get(atom.id);
  const handedOn = new Map<number, Atom>();
  const origin = (atom: Atom): Atom => (atom.kind === "const" ? atom : (handedOn.get(atom.id) ?? atom));
  for (const { primitive, inputs: read, output } of equations)
    if (primitive === broadcast && read[0]) handedOn.set(output.id, origin(read[0]));
  const home = (atom: Var): Axis | null => {
    const equation = definitions.get(atom.id);
    return equation && isInlined(equation) ? homeOf(atom) : atom.axis;
  };

  const axisLevels = new Map<Axis, number>();
  const levels = new Map<number, number>();

  /** The level from which an atom can be read in a loop over an axis. */
  const readable = (atom: Atom, axis: Axis | null): number => {
    const from = origin(atom);
    const equation = definition(from);
    if (from.kind === "const" || !equation) return 0;
    const level = levelOf(from);
    return isInlined(equation) && home(from) === axis ? level : level + 1;
  };
  const axisLevel = (axis: Axis | null): number => {
    if (!axis || !looped(axis)) return 0;
    const known = axisLevels.get(axis);
    if (known !== undefined) return known;
    const { parent, base, of } = axis.onto;
    let level = Math.max(axisLevel(parent ?? null), axisLevel(base ?? null), axisLevel(of ?? null));
    for (const [atom, on] of extentReads(axis))
      level = Math.max(level, 1 + readable(atom, on ?? null), 1 + axisLevel(on ?? null));
    axisLevels.set(axis, level);
    return level;
  };
  /** The axis over which an equation is computed. */
  const placeOf = (equation: Equation): Axis | null =>
    isInlined(equation)
      ? home(equation.output)
      : equation.primitive === earlier
        ? axisSetting(equation.settings, "axis")
        : innermost(equation);
  const earliest = (equation: Equation): number => {
    const place = placeOf(equation);
    const { settings, primitive, inputs: read } = equation;
    const x = read[0];
    let level = axisLevel(place);
    for (const name in settings) if (around.has(name)) level = Math.max(level, axisLevel(axisSetting(settings, name)));
    if (picking.has(primitive) && x) level = Math.max(level, readable(x, null));
    for (const atom of read) level = Math.max(level, readable(atom, place));
    return level;
  };
  const levelOf = (atom: Var): number => {
    const known = levels.get(atom.id);
    if (known !== undefined) return known;
    const equation = definitions.get(atom.id);
    const level = equation ? earliest(equation) : 0;
    levels.set(atom.id, level);
    return level;
  };
  for (const { output } of equations) levelOf(output);
  for (const axis of axes) axisLevel(axis);
  /** Nothing is added up before all tables are made: a tile that has no room for them has changed no sum. */
  const tallies = equations.filter(isTally).map(({ output }) => 1 + levelOf(output));
  const lastLevel = Math.max(
    0,
    ...axes.map(axisLevel),
    ...tallies,
    ...pass.accumulators.map(({ output }) => levelOf(output)),
  );
  for (const { output } of pass.accumulators) levels.set(output.id, lastLevel);

  /** The last level at which a value is still in time for all that read it: there it need not be kept. */
  const limits = new Map<number, number>();
  const limit = (atom: Atom, place: Axis | null, level: number): void => {
    const from = origin(atom);
    if (from.kind === "const" || !definition(from)) return;
    const last = home(from) === place ? level : level - 1;
    limits.set(from.id, Math.min(limits.get(from.id) ?? last, last));
  };
  for (const axis of axes) for (const [atom, on] of extentReads(axis)) limit(atom, on ?? null, axisLevel(axis) - 1);
  for (const equation of equations.toReversed()) {
    const { output, primitive } = equation;
    if (isInlined(equation)) levels.set(output.id, Math.max(levelOf(output), limits.get(output.id) ?? 0));
    const place = placeOf(equation);
    equation.inputs.forEach((atom, k) => {
      const isOfItems = k === 0 && picking.has(primitive);
      limit(atom, isOfItems ? null : place, levelOf(output));
    });
  }

  const loops = new Map<
    string,
    { readonly axis: Axis; readonly level: number; kept: Map<string, Atom>; sums: Equation[] }
  >();
  const loopAt = (axis: Axis, level: number) => {
    const key = `${axis.id} ${level}`;
    const loop = loops.get(key) ?? { axis, level, kept: new Map<string, Atom>(), sums: [] };
    loops.set(key, loop);
    return loop;
  };
  const keep = (atom: Atom, axis: Axis, level: number): void => {
    loopAt(axis, level).kept.set(keyOfAtom(atom), atom);
  };
  /** An atom is read in memory, at the elements of an axis, after the loops of a level. */
  const readKept = (atom: Atom, axis: Axis, level: number): void => {
    const from = origin(atom);
    const equation = definition(from);
    if (from.kind === "var" && equation && isInlined(equation) && home(from) === axis) keep(from, axis, levelOf(from));
    else if (from.kind === "var" && equation && !isInlined(equation) && from.axis === axis) return;
    else {
      readIn(from, axis, level);
      keep(from, axis, level);
    }
  };
  /** An atom is read in a loop over an axis at a level. */
  const readIn = (atom: Atom, axis: Axis | null, level: number): void => {
    const from = origin(atom);
    const equation = definition(from);
    if (from.kind === "const" || !equation || !isInlined(equation)) return;
    const own = home(from);
    if (own && (own !== axis || levelOf(from) !== level)) keep(from, own, levelOf(from));
  };
  for (const axis of axes) for (const [atom, on] of extentReads(axis)) if (on) readKept(atom, on, axisLevel(axis) - 1);
  const gathered: Equation[] = [];
  for (const equation of equations) {
    const { output, primitive } = equation;
    if (primitive === broadcast) continue;
    const place = placeOf(equation);
    const level = levelOf(output);
    if (sinks.has(equation)) {
      if (place) loopAt(place, level).sums.push(equation);
      for (const atom of equation.inputs) readIn(atom, place, level);
    } else if (isInlined(equation)) {
      equation.inputs.forEach((atom, k) => {
        const isOfItems = k === 0 && picking.has(primitive);
        readIn(atom, isOfItems ? null : place, level);
      });
    } else {
      gathered.push(equation);
      equation.inputs.forEach((atom, k) => {
        const on = k === 0 && isTally(equation) ? axisSetting(equation.settings, "to") : place;
        if (on) readKept(atom, on, level);
      });
    }
  }

  const last = Math.max(0, ...axes.map(axisLevel), ...equations.map(({ output }) => levelOf(output)));
  return {
    levels: Array.from({ length: last + 1 }, (_, level) => ({
      tables: axes.filter((axis) => axisLevel(axis) === level),
      loops: [...loops.values()]
        .filter((loop) => loop.level === level)
        .map(({ axis, kept, sums }) => ({ axis, kept: [...kept.values()], sums })),
      gathered: gathered.filter(({ output }) => levelOf(output) === level),
    })),
    origin,
    definition,
    source: (atom) => sources.get(atom.id),
    home,
    levelOf,
  };
};
