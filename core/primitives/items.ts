import { fail } from "../errors.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  chainOf,
  constant,
  encloses,
  joinAxes,
  nested,
  pathBetween,
  type Settings,
  type StructuralPrimitive,
} from "../program/index.ts";
import { eq, where } from "./logic.ts";
import { first, noCotangents, none, position, spreadTo } from "./reductions.ts";

const required = (settings: Settings, name: string): Axis => {
  const axis = axisSetting(settings, name);
  if (!axis) throw fail("E_SHAPE", { what: `the setting ${name} must be an axis` });
  return axis;
};

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
    const chosenBy = axisOf(k);
    const now = chosenBy === null || encloses(chosenBy, axis) ? undefined : nested(b, { axis: chosenBy, owner }, axis);
    const hit = b.emit(eq.primitive, [index, now ? now.atom(k) : k]);
    return [b.emit(where.primitive, [hit, now ? now.atom(cotangent) : cotangent, constant(0)])];
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
  vjp: (b, { settings }, cotangent) => {
    const axis = required(settings, "axis");
    const { of, parent: owner = null } = axis.onto;
    if (!of) return [];
    const place = b.emit(position, [], { axis: of, owner });
    const now = nested(b, { axis, owner }, of);
    const hit = b.emit(eq.primitive, [place, now.atom(b.emit(take, [place], { axis }))]);
    return [b.emit(where.primitive, [hit, now.atom(cotangent), constant(0)])];
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
