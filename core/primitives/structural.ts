import { fail } from "../errors.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  chainOf,
  constant,
  type DType,
  type Equation,
  encloses,
  isConstant,
  joinAxes,
  nameOfAxis,
  pathBetween,
  type Settings,
  type StructuralPrimitive,
} from "../program/index.ts";
import { div, mul } from "./arithmetic.ts";
import { eq, where } from "./logic.ts";

const first = (dtypes: readonly DType[]): DType => dtypes[0] ?? "f64";
const targetOf = (settings: Settings): Axis | null => axisSetting(settings, "to");

const required = (settings: Settings, name: string): Axis => {
  const axis = axisSetting(settings, name);
  if (!axis) throw fail("E_SHAPE", { what: `the setting ${name} must be an axis` });
  return axis;
};

/** Reductions from the axis `from` to the loop `to` around it: start value, step and text of a step. */
export interface Reducer {
  readonly start: number | boolean;
  readonly step: (accumulator: number, x: number) => number;
  readonly js: (accumulator: string, x: string) => string;
}

const reduction = (
  name: string,
  reducer: Reducer,
  rules: Pick<StructuralPrimitive, "jvp" | "vjp" | "modes"> & Partial<Pick<StructuralPrimitive, "dtype">>,
): StructuralPrimitive & { readonly reducer: Reducer } => ({
  kind: "structural",
  name,
  reducer,
  dtype: first,
  axis: (_inputs, settings) => targetOf(settings),
  ...rules,
});

const none = (): undefined => undefined;
const noCotangents = (): readonly undefined[] => [];

export const broadcast: StructuralPrimitive = {
  kind: "structural",
  name: "broadcast",
  modes: ["linear"],
  dtype: first,
  axis: (_inputs, settings) => targetOf(settings),
  simplify: ([x], settings) => (x && axisOf(x) === targetOf(settings) ? x : undefined),
  jvp: (b, { settings }, [tangent]) => tangent && b.emit(broadcast, [tangent], settings),
  vjp: (_b, _equation, cotangent) => [cotangent],
};

/** The value on an axis inside its own. */
export const spreadTo = (b: Builder, x: Atom, axis: Axis | null): Atom =>
  axisOf(x) === axis ? x : b.emit(broadcast, [x], { to: axis });

export const sum = reduction(
  "sum",
  { start: 0, step: (a, x) => a + x, js: (a, x) => `${a} += ${x}` },
  {
    modes: ["linear"],
    jvp: (b, { settings }, [tangent]) =>
      tangent && b.emit(sum, [spreadTo(b, tangent, axisSetting(settings, "from"))], settings),
    vjp: (b, { settings }, cotangent) => [spreadTo(b, cotangent, axisSetting(settings, "from"))],
  },
);

/** Sums a value on the axis `from` into the loop `to`; a value already there is returned as it is. */
export const sumTo = (b: Builder, x: Atom, from: Axis | null, to: Axis | null): Atom =>
  from === to ? x : b.emit(sum, [spreadTo(b, x, from)], { from, to });

/** Ties of an extremum share its derivative evenly. */
const share = (b: Builder, { inputs, settings, output }: Equation): Atom => {
  const [x] = inputs;
  const from = axisSetting(settings, "from");
  const hit = b.emit(where.primitive, [b.emit(eq.primitive, [x ?? output, output]), constant(1), constant(0)]);
  return b.emit(div.primitive, [hit, sumTo(b, hit, from, targetOf(settings))]);
};

const extremum = (
  name: string,
  start: number,
  step: Reducer["step"],
  js: Reducer["js"],
): StructuralPrimitive & { readonly reducer: Reducer } =>
  reduction(
    name,
    { start, step, js },
    {
      modes: ["partial"],
      jvp: (b, equation, [tangent]) =>
        tangent &&
        sumTo(
          b,
          b.emit(mul.primitive, [share(b, equation), tangent]),
          axisSetting(equation.settings, "from"),
          targetOf(equation.settings),
        ),
      vjp: (b, equation, cotangent) => [b.emit(mul.primitive, [share(b, equation), cotangent])],
    },
  );

export const maxOf = extremum("maxOf", Number.NEGATIVE_INFINITY, Math.max, (a, x) => `${a} = Math.max(${a}, ${x})`);
export const minOf = extremum("minOf", Number.POSITIVE_INFINITY, Math.min, (a, x) => `${a} = Math.min(${a}, ${x})`);

const flat = { modes: ["flat"], jvp: none, vjp: noCotangents } as const;

export const anyOf = reduction(
  "anyOf",
  { start: false, step: (a, x) => (a || x ? 1 : 0), js: (a, x) => `${a} = ${a} || ${x}` },
  flat,
);
export const allOf = reduction(
  "allOf",
  { start: true, step: (a, x) => (a && x ? 1 : 0), js: (a, x) => `${a} = ${a} && ${x}` },
  flat,
);

/** The number of elements of `axis` under one element of its parent. */
export const size: StructuralPrimitive = {
  kind: "structural",
  name: "size",
  modes: [],
  dtype: () => "i32",
  axis: (_inputs, settings) => required(settings, "axis").onto.parent ?? null,
  simplify: (_inputs, settings) => {
    const { extent } = required(settings, "axis");
    return extent.kind === "fixed" ? constant(extent.size, "i32") : undefined;
  },
  jvp: none,
  vjp: noCotangents,
};

/** The number 1 for each element of `axis`, so that the elements that pass a condition can be counted by a sum. */
export const one: StructuralPrimitive = {
  kind: "structural",
  name: "one",
  modes: [],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: none,
  vjp: noCotangents,
};

/** The number of an element of `axis` under one element of `owner`; the number itself on a range. */
export const position: StructuralPrimitive = {
  kind: "structural",
  name: "position",
  modes: [],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: none,
  vjp: noCotangents,
};

/** True if the atom varies along the axis or one between it and the owner. */
const variesIn = (x: Atom, axis: Axis, owner: Axis | null): boolean => {
  const inside = new Set<Axis>();
  for (const a of pathBetween(owner, axis)) {
    inside.add(a);
    if (a.onto.of) for (const b of pathBetween(owner, a.onto.of)) inside.add(b);
  }
  return chainOf(axisOf(x)).some((a) => inside.has(a));
};

/**
 * Element number `k` of `axis` under one element of `owner`, 0 past the ends: taken of the leaves of an expression, so
 * that a quantity of one item is the same value however it was written.
 */
export const at: StructuralPrimitive = {
  kind: "structural",
  name: "at",
  modes: ["linear", "flat"],
  dtype: first,
  axis: ([, k], settings) => joinAxes(axisSetting(settings, "owner"), k ? axisOf(k) : null),
  simplify: ([x, k], settings, b) => {
    const axis = required(settings, "axis");
    const owner = axisSetting(settings, "owner");
    if (!x || !k || !variesIn(x, axis, owner)) return x;
    if (axis.extent.kind === "fixed") return undefined;
    const made = b.definition(x);
    if (made?.primitive.kind === "elementwise")
      return b.emit(
        made.primitive,
        made.inputs.map((input) => b.emit(at, [input, k], settings)),
      );
    if (made?.primitive === position && made.settings.axis === axis && made.settings.owner === owner) return k;
    return undefined;
  },
  jvp: (b, { inputs, settings }, [tangent]) => {
    const [, k] = inputs;
    return tangent && k && b.emit(at, [tangent, k], settings);
  },
  vjp: (b, { inputs, settings }, cotangent) => {
    const [, k] = inputs;
    const axis = required(settings, "axis");
    const owner = axisSetting(settings, "owner");
    if (!k) return [];
    if (axis.extent.kind === "fixed" && !axis.onto.parent) return [b.emit(scatter, [cotangent, k], { axis })];
    const index = b.emit(position, [], { axis, owner });
    if (!encloses(axisOf(k), axis))
      throw fail("E_SOFT", {
        what: `a derivative through an item chosen for each of ${nameOfAxis(axisOf(k))} is not defined here`,
      });
    const hit = b.emit(eq.primitive, [index, k]);
    return [b.emit(where.primitive, [hit, cotangent, constant(0)])];
  },
};

/** The value of an element of `axis.onto.of` at the place that `axis` gives it. */
export const take: StructuralPrimitive = {
  kind: "structural",
  name: "take",
  modes: ["linear"],
  dtype: first,
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  simplify: ([x], settings, b) => {
    const axis = required(settings, "axis");
    const { of, parent } = axis.onto;
    if (!x || !of || !variesIn(x, of, parent ?? null)) return x;
    const made = b.definition(x);
    return made?.primitive.kind === "elementwise"
      ? b.emit(
          made.primitive,
          made.inputs.map((input) => b.emit(take, [input], settings)),
        )
      : undefined;
  },
  jvp: (b, { settings }, [tangent]) => tangent && b.emit(take, [tangent], settings),
  vjp: () => {
    throw fail("E_SOFT", { what: "a reverse derivative through a sorted list of reduced values is not defined here" });
  },
};

/** Adds each value at its index on the fixed `axis`; an index outside adds nothing. */
export const scatter: StructuralPrimitive = {
  kind: "structural",
  name: "scatter",
  modes: ["linear", "flat"],
  dtype: () => "f64",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: (b, { inputs, settings }, [tangent]) => {
    const [, k] = inputs;
    return tangent && k && b.emit(scatter, [tangent, k], settings);
  },
  vjp: (b, { inputs, settings }, cotangent) => {
    const [x, k] = inputs;
    if (!x || !k) return [];
    const value = b.emit(at, [cotangent, k], { axis: required(settings, "axis"), owner: null });
    return [spreadTo(b, value, joinAxes(axisOf(x), axisOf(k)))];
  },
};

/** How many of the ascending `edges` are at most `x`: the bin of `x`, with 0 for the underflow; -1 for NaN. */
export const digitize: StructuralPrimitive = {
  kind: "structural",
  name: "digitize",
  modes: ["flat", "flat"],
  dtype: () => "i32",
  axis: ([x]) => (x ? axisOf(x) : null),
  jvp: none,
  vjp: noCotangents,
};

export const reducers: ReadonlyMap<StructuralPrimitive, Reducer> = new Map(
  [sum, maxOf, minOf, anyOf, allOf].map((primitive) => [primitive as StructuralPrimitive, primitive.reducer]),
);

/** True if `x` is the number zero. */
export const isZero = (x: Atom): boolean => isConstant(x, 0) || isConstant(x, -0);
