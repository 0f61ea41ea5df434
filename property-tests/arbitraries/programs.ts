import type fc from "fast-check";
import { slotOf } from "../../core/lambda/index.ts";
import {
  add,
  at,
  digitize,
  gt,
  maxOf,
  minOf,
  mul,
  one,
  position,
  primitives,
  scatter,
  sin,
  spreadTo,
  sum,
  sumTo,
  tanh,
  where,
} from "../../core/primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  builder,
  chainOf,
  constant,
  type Domain,
  type ElementwisePrimitive,
  encloses,
} from "../../core/program/index.ts";
import { type Tape, tapeArbitrary, tapeOf } from "./tape.ts";

/** A program over events with a list, whose inputs all move along a direction with one number, `t`. */
export interface RandomProgram {
  readonly b: Builder;
  readonly events: Axis;
  readonly muons: Axis;
  readonly t: Atom;
  readonly outputs: readonly Atom[];
}

/** Primitives that are not smooth on all of their domain. */
const kinked = new Set(["abs", "min", "max", "floor", "ceil", "round", "trunc", "sign", "where", "mod"]);

/** Those whose value is a number, in an order that no module loader has a say in. */
const numeric = [...primitives.values()]
  .filter(({ dtype, domain }) => dtype(domain.map(() => "f64")) === "f64")
  .sort((p, q) => (p.name < q.name ? -1 : 1));
const smooth = numeric.filter(({ name, modes }) => !kinked.has(name) && modes.includes("partial"));

interface Growing {
  readonly b: Builder;
  readonly tape: Tape;
  readonly events: Axis;
  readonly muons: Axis;
  readonly pool: Atom[];
  readonly mayKink: boolean;
  /** A number on the list that no direction moves: for masks. */
  readonly still: Atom;
}

/** A number moved into a domain, by a smooth function. */
const into = ({ b, tape }: Growing, domain: Domain, x: Atom): Atom => {
  if (domain.kind === "bool") return b.emit(gt.primitive, [x, constant(0.1)]);
  if (domain.kind === "integer") return constant(domain.min + tape.below(domain.max - domain.min), "i32");
  const [middle, half] = [(domain.min + domain.max) / 2, 0.49 * (domain.max - domain.min)];
  const inner = b.emit(tanh.primitive, [b.emit(mul.primitive, [x, constant(0.5)])]);
  return b.emit(add.primitive, [constant(middle), b.emit(mul.primitive, [constant(half), inner])]);
};

const applied = (g: Growing, primitive: ElementwisePrimitive): Atom =>
  g.b.emit(
    primitive,
    primitive.domain.map((domain, k) => {
      const isStill = primitive.modes[k] === "flat" && !g.mayKink;
      return into(g, domain, isStill ? constant(g.tape.below(9) / 4 - 1) : g.tape.pick(g.pool));
    }),
  );

const onItems = (g: Growing): Atom => spreadTo(g.b, g.tape.pick(g.pool), g.muons);

const maskOf = (g: Growing): Atom =>
  g.b.emit(gt.primitive, [g.mayKink && g.tape.below(2) ? onItems(g) : g.still, constant(g.tape.below(5) / 4 - 0.5)]);

/** Item `k` of each event, 0 where there is none: what stands past the end of a list is for nobody to read. */
const itemOf = ({ b, events }: Growing, x: Atom, axis: Axis, k: number): Atom => {
  const index = constant(k, "i32");
  const length = sumTo(b, b.emit(one, [], { axis }), axis, events);
  const item = b.emit(at, [x, index], { axis, owner: events });
  return b.emit(where.primitive, [b.emit(gt.primitive, [length, index]), item, constant(0)]);
};

const steps: readonly ((g: Growing) => Atom)[] = [
  (g) => applied(g, g.tape.pick(g.mayKink ? numeric : smooth)),
  (g) => applied(g, g.tape.pick(smooth)),
  (g) => g.b.emit(add.primitive, [g.tape.pick(g.pool), g.tape.pick(g.pool)]),
  (g) => sumTo(g.b, onItems(g), g.muons, g.events),
  (g) => g.b.emit(g.mayKink ? g.tape.pick([sum, maxOf, minOf]) : sum, [onItems(g)], { from: g.muons, to: g.events }),
  (g) => itemOf(g, onItems(g), g.muons, g.tape.below(3)),
  (g) => {
    const axis = g.b.axis("kept", { kind: "where", mask: maskOf(g) }, { parent: g.muons });
    const x = spreadTo(g.b, onItems(g), axis);
    return g.tape.below(2) ? itemOf(g, x, axis, g.tape.below(2)) : sumTo(g.b, x, axis, g.events);
  },
  (g) => {
    const array = g.b.axis("edge", { kind: "fixed", size: 3 }, {});
    const edges = g.b.input({ kind: "array", values: [-1, 0, 1] }, "f64", array);
    const last = g.b.emit(digitize, [g.b.input({ kind: "event" }, "i32", g.events), edges]);
    const axis = g.b.axis("near", { kind: "range", first: constant(0, "i32"), last }, { parent: g.events });
    const k = g.b.emit(position, [], { axis, owner: g.events });
    const edge = g.b.emit(at, [edges, k], { axis: array, owner: null });
    const x = g.pool.filter((atom) => encloses(axisOf(atom), g.events));
    return sumTo(g.b, g.b.emit(tanh.primitive, [g.b.emit(mul.primitive, [g.tape.pick(x), edge])]), axis, g.events);
  },
];

/** A number that differs from element to element of one axis of a chain; undefined for a condition or a range. */
const placeOn = (b: Builder, axis: Axis): Atom | undefined => {
  const { extent, onto } = axis;
  const times = (x: Atom, factor: number): Atom => b.emit(mul.primitive, [x, constant(factor)]);
  if (extent.kind === "events") return times(b.input({ kind: "event" }, "i32", axis), 1.7);
  if (extent.kind === "fixed") return times(b.emit(position, [], { axis, owner: onto.parent ?? null }), 2.3);
  const slot = extent.kind === "column" ? leafSlots.get(extent.slot) : undefined;
  return slot === undefined ? undefined : times(b.input({ kind: "column", slot }, "f64", axis), 3.1);
};

/** A number that differs from element to element of an axis, and from one `salt` to the next. */
export const scrambled = (b: Builder, axis: Axis | null, salt: number): Atom => {
  if (axis === null) return constant(Math.sin(salt));
  const places = chainOf(axis).flatMap((each) => placeOn(b, each) ?? []);
  const sum = places.reduce<Atom>((x, y) => b.emit(add.primitive, [x, spreadTo(b, y, axis)]), constant(salt));
  return b.emit(sin.primitive, [sum]);
};

/** A leaf of each list column. */
const leafSlots: ReadonlyMap<string, string> = new Map([
  [slotOf(["muon"]), slotOf(["muon", 0, "eta"])],
  [slotOf(["jet"]), slotOf(["jet", 0, "pt"])],
  [slotOf(["jet", 0, "track"]), slotOf(["jet", 0, "track", 0])],
]);

/** A primitive applied to numbers of the pool that are not constant, as a number. */
const appliedAsNumber = (g: Growing, primitive: ElementwisePrimitive): Atom => {
  const value = applied({ ...g, pool: g.pool.filter((atom) => atom.kind === "var") }, primitive);
  return value.dtype === "bool" ? g.b.emit(where.primitive, [value, constant(1), constant(0)]) : value;
};

/**
 * The program that a tape spells.
 * @param extra - primitives that it uses besides those of the core, after every step
 */
export const programFrom = (
  numbers: readonly number[],
  mayKink: boolean,
  extra: readonly ElementwisePrimitive[] = [],
): RandomProgram => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const muons = b.axis("muon", { kind: "column", slot: slotOf(["muon"]) }, { parent: events });
  const t = b.input({ kind: "given", name: "t" }, "f64", null);
  const column = (path: readonly (string | 0)[], axis: Axis): Atom =>
    b.input({ kind: "column", slot: slotOf(path) }, "f64", axis);
  const moving = (x: Atom, salt: number): Atom =>
    b.emit(add.primitive, [x, b.emit(mul.primitive, [t, scrambled(b, axisOf(x), salt)])]);
  const pool = [
    moving(column(["met"], events), 1),
    moving(column(["muon", 0, "pt"], muons), 2),
    moving(column(["ht"], events), 3),
    moving(column(["muon", 0, "eta"], muons), 4),
    moving(constant(0.5), 5),
  ];
  const tape = tapeOf(numbers);
  const g: Growing = { b, tape, events, muons, pool, mayKink, still: column(["muon", 0, "charge"], muons) };
  const count = 1 + tape.below(12);
  for (let i = 0; i < count; i++) {
    pool.push(tape.pick(steps)(g));
    if (extra.length > 0) pool.push(appliedAsNumber(g, tape.pick(extra)));
  }
  const last = spreadTo(b, pool.at(-1) ?? t, encloses(axisOf(pool.at(-1) ?? t), events) ? events : muons);
  const bins = b.axis("bin", { kind: "fixed", size: 4 }, {});
  const edges = b.input({ kind: "array", values: [-2, 0, 2] }, "f64", b.axis("edges", { kind: "fixed", size: 3 }, {}));
  const bin = b.emit(digitize, [b.input({ kind: "column", slot: slotOf(["id"]) }, "f64", events), edges]);
  const scattered = b.emit(scatter, [last, spreadTo(b, bin, axisOf(last))], { axis: bins });
  return { b, events, muons, t, outputs: [last, scattered, ...pool.slice(-2)] };
};

export interface ProgramOptions {
  /** Primitives that each program uses besides those of the core. */
  readonly primitives?: readonly ElementwisePrimitive[];
  /** Whether programs may hold kinks and extrema; true if not given. */
  readonly kinks?: boolean;
}

/**
 * Random jagged programs over events with a list, whose inputs move with one number.
 * @example
 * fc.assert(fc.property(programArbitrary({ primitives: [cube.primitive] }), ({ b, outputs }) => { ... }));
 */
export const programArbitrary = ({
  primitives: extra = [],
  kinks = true,
}: ProgramOptions = {}): fc.Arbitrary<RandomProgram> =>
  tapeArbitrary(80).map((numbers) => programFrom(numbers, kinks, extra));
