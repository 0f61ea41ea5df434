import { slotOf } from "../../core/lambda/index.ts";
import * as all from "../../core/primitives/index.ts";
import {
  type Atom,
  type Axis,
  type Builder,
  builder,
  constant,
  type Settings,
  type StructuralPrimitive,
} from "../../core/program/index.ts";

/** What a case is built from: a builder, the axes of test events, and leaves on them. */
export interface Site {
  readonly b: Builder;
  readonly events: Axis;
  readonly muons: Axis;
  readonly jets: Axis;
  readonly tracks: Axis;
  readonly bins: Axis;
  readonly kept: Axis;
  readonly met: Atom;
  readonly pt: Atom;
  readonly track: Atom;
  /** A small whole number per event. */
  readonly k: Atom;
  readonly array: Atom;
  /** A truth value per item. */
  readonly positive: Atom;
}

export const siteOf = (b: Builder = builder()): Site => {
  const events = b.axis("event", { kind: "events" }, {});
  const list = (path: readonly (string | 0)[], parent: Axis): Axis =>
    b.axis(path.join("."), { kind: "column", slot: slotOf(path) }, { parent });
  const column = (path: readonly (string | 0)[], axis: Axis): Atom =>
    b.input({ kind: "column", slot: slotOf(path) }, "f64", axis);
  const muons = list(["muon"], events);
  const jets = list(["jet"], events);
  const tracks = list(["jet", 0, "track"], jets);
  const bins = b.axis("bin", { kind: "fixed", size: 4 }, {});
  const charge = column(["muon", 0, "charge"], muons);
  const mask = b.emit(all.gt.primitive, [charge, constant(0)]);
  const edges = b.input({ kind: "array", values: [-2, 0, 2] }, "f64", b.axis("edge", { kind: "fixed", size: 3 }, {}));
  return {
    b,
    events,
    muons,
    jets,
    tracks,
    bins,
    positive: mask,
    kept: b.axis("kept", { kind: "where", mask }, { parent: muons }),
    met: column(["met"], events),
    pt: column(["muon", 0, "pt"], muons),
    track: column(["jet", 0, "track", 0], tracks),
    k: b.emit(all.digitize, [column(["ht"], events), edges]),
    array: b.input({ kind: "given", name: "array" }, "f64", bins),
  };
};

type Build = (site: Site) => Atom;

const sorted = ({ b, muons, events, pt }: Site): Axis =>
  b.axis("sorted", { kind: "sorted", key: pt, descending: true }, { of: muons, parent: events });

const overMuons =
  (primitive: StructuralPrimitive): Build =>
  ({ b, muons, events, pt }) =>
    b.emit(primitive, [pt], { from: muons, to: events });

/** Item `index` where there is one, else 0: what stands past the end of a list is for nobody to read. */
const guarded = ({ b, events }: Site, x: Atom, axis: Axis, index: Atom): Atom => {
  const length = all.sumTo(b, b.emit(all.one, [], { axis }), axis, events);
  const inside = b.emit(all.gt.primitive, [length, index]);
  return b.emit(all.where.primitive, [inside, b.emit(all.at, [x, index], { axis, owner: events }), constant(0)]);
};

const first = constant(0, "i32");

/** Moments of eight cells, six of them between those outside. */
const cells = ({ b }: Site): Axis => b.axis("moment", { kind: "fixed", size: 8 * all.powers }, {});

/** A place in an inner cell or outside, which moves so little that it stays there and differences are exact. */
const inCell = ({ b, k, met }: Site): Atom => {
  const centre = b.emit(all.sub.primitive, [b.emit(all.mul.primitive, [k, constant(3)]), constant(1.5)]);
  return b.emit(all.add.primitive, [centre, b.emit(all.mul.primitive, [met, constant(2 ** -10)])]);
};

/** An array that has no pattern, linear in that of the site. */
const coefficientsOn = ({ b, array, bins }: Site, axis: Axis): Atom => {
  const place = b.emit(all.position, [], { axis, owner: null });
  const pick = (i: number): Atom => b.emit(all.at, [array, constant(i, "i32")], { axis: bins, owner: null });
  const wave = b.emit(all.mul.primitive, [pick(1), b.emit(all.sin.primitive, [place])]);
  return b.emit(all.add.primitive, [wave, b.emit(all.mul.primitive, [pick(2), b.emit(all.cos.primitive, [place])])]);
};

const coefficientsIn = (site: Site): Atom => coefficientsOn(site, cells(site));

const movedFrom = (site: Site, from: number): Atom =>
  site.b.emit(all.moved, [coefficientsIn(site), constant(0.5), constant(-1.25), constant(from)]);

const windowOf = ({ b }: Site): Axis =>
  b.axis("window", { kind: "fixed", size: (all.windowCells + 2) * all.powers }, {});

const windowed = (site: Site, array: Atom, settings: Settings, ...others: readonly Atom[]): Atom =>
  site.b.emit(all.inWindow, [array, constant(2), ...others], {
    ...settings,
    whole: cells(site),
    window: windowOf(site),
  });

const polynomialIn = (site: Site, order: number): Atom =>
  site.b.emit(all.polynomial, [coefficientsIn(site), inCell(site)], { axis: cells(site), order });

const smearing = (site: Site, transposed: boolean) => ({
  moments: cells(site),
  bins: site.bins,
  first: 0,
  size: 1,
  step: 0.5,
  beyond: 2,
  transposed,
});

/** Edges on a border of cells and inside of them. */
const edgesOf = ({ b }: Site): Atom =>
  b.input({ kind: "array", values: [2, 2.75, 3.5] }, "f64", b.axis("edge", { kind: "fixed", size: 3 }, {}));

/** At least one use of each structural primitive, by its name. */
export const structuralCases: Readonly<Record<string, Readonly<Record<string, Build>>>> = {
  broadcast: {
    "an event number to items": ({ b, met, muons }) => b.emit(all.broadcast, [met], { to: muons }),
    "an event number to items of items": ({ b, met, tracks }) => b.emit(all.broadcast, [met], { to: tracks }),
    "items to those that are kept": ({ b, pt, kept }) => b.emit(all.broadcast, [pt], { to: kept }),
    "an array element by element": ({ b, array, bins }) => all.sumTo(b, all.spreadTo(b, array, bins), bins, null),
  },
  sum: {
    "items to events": overMuons(all.sum),
    "events to one number": ({ b, met, events }) => all.sumTo(b, met, events, null),
    "items to one number": ({ b, pt, muons }) => all.sumTo(b, pt, muons, null),
    "items of items to items": ({ b, track, tracks, jets }) => all.sumTo(b, track, tracks, jets),
    "items of items to events": ({ b, track, tracks, events }) => all.sumTo(b, track, tracks, events),
    "kept items to events": ({ b, pt, kept, events }) => all.sumTo(b, pt, kept, events),
    "an array": ({ b, array, bins }) => all.sumTo(b, array, bins, null),
  },
  prodOf: {
    // two factors and not all: the directions law takes differences that are exact for squares and no higher powers
    "the first two items to events": ({ b, pt, muons, events }) => {
      const k = b.emit(all.position, [], { axis: muons, owner: events });
      const isFactor = b.emit(all.lt.primitive, [k, constant(2)]);
      const factor = b.emit(all.where.primitive, [isFactor, pt, constant(1)]);
      return b.emit(all.prodOf, [factor], { from: muons, to: events });
    },
  },
  maxOf: { "items to events": extreme(all.maxOf), "an array": arrayExtreme(all.maxOf) },
  minOf: { "items to events": extreme(all.minOf), "an array": arrayExtreme(all.minOf) },
  placeOfMax: places(all.placeOfMax),
  placeOfMin: places(all.placeOfMin),
  anyOf: { "items to events": flagged(all.anyOf) },
  allOf: { "items to events": flagged(all.allOf) },
  size: { "items of events": ({ b, muons }) => b.emit(all.size, [], { axis: muons }) },
  one: { "kept items": ({ b, kept }) => b.emit(all.one, [], { axis: kept }) },
  earlier: {
    "items of events": ({ b, positive, muons, events }) =>
      b.emit(all.earlier, [positive], { axis: muons, owner: events }),
    "of the first item": (site) => {
      const { b, positive, muons, events } = site;
      const before = b.emit(all.earlier, [positive], { axis: muons, owner: events });
      return guarded(site, b.emit(all.mul.primitive, [before, site.pt]), muons, site.k);
    },
  },
  tally: {
    "of two kinds of items": (site) => tallies(site, 2),
    "of four kinds of items": (site) => tallies(site, 4),
  },
  tallyWithout: {
    "of two kinds of items": (site) => tallies(site, 2, 1),
    "of four kinds of items": (site) => tallies(site, 4, 2),
  },
  position: { "of items": ({ b, muons, events }) => b.emit(all.position, [], { axis: muons, owner: events }) },
  at: {
    "the first item": (site) => guarded(site, site.pt, site.muons, first),
    "an item chosen by the event": (site) => guarded(site, site.pt, site.muons, site.k),
    "the first kept item": (site) => guarded(site, all.spreadTo(site.b, site.pt, site.kept), site.kept, first),
    "items chosen by the items of another list": (site) => {
      const { b, pt, muons, jets, events } = site;
      const k = b.emit(all.position, [], { axis: jets, owner: events });
      const inside = b.emit(all.gt.primitive, [b.emit(all.size, [], { axis: muons }), k]);
      const chosen = b.emit(all.at, [pt, k], { axis: muons, owner: events });
      return b.emit(all.where.primitive, [inside, chosen, constant(0)]);
    },
    "an array element": ({ b, array, bins, k }) => b.emit(all.at, [array, k], { axis: bins, owner: null }),
  },
  take: {
    "what items of items add up to, in the order of a key": (site) => {
      const { b, events, jets, track, tracks } = site;
      const key = b.emit(all.size, [], { axis: tracks });
      const axis = b.axis("sorted", { kind: "sorted", key, descending: true }, { of: jets, parent: events });
      return b.emit(all.take, [all.sumTo(b, track, tracks, jets)], { axis });
    },
    "items in the order of a key": (site) => site.b.emit(all.take, [site.pt], { axis: sorted(site) }),
  },
  scatter: {
    "events into bins": ({ b, met, k, bins }) => b.emit(all.scatter, [met, k], { axis: bins }),
    "items into bins": ({ b, pt, k, muons, bins }) =>
      b.emit(all.scatter, [pt, all.spreadTo(b, k, muons)], { axis: bins }),
    "an event number once per item": ({ b, met, k, muons, bins }) =>
      b.emit(all.scatter, [all.spreadTo(b, met, muons), k], { axis: bins }),
  },
  moments: {
    "an event number at a place that moves with it": (site) => {
      const { b, met } = site;
      return b.emit(all.moments, [inCell(site), met], { axis: cells(site) });
    },
    "items at the place of their event, with a derivative": (site) => {
      const { b, pt, met } = site;
      return b.emit(all.moments, [inCell(site), pt, met], { axis: cells(site) });
    },
  },
  polynomial: {
    "the value at a place": (site) => polynomialIn(site, 0),
    "its second derivative": (site) => polynomialIn(site, 2),
  },
  smear: {
    "moments into bins": (site) => site.b.emit(all.smear, [coefficientsIn(site), edgesOf(site)], smearing(site, false)),
    "a sum over bins into moments": (site) => site.b.emit(all.smear, [site.array, edgesOf(site)], smearing(site, true)),
    "moments of events into bins": (site) => {
      const { b, met } = site;
      const added = b.emit(all.moments, [inCell(site), met], { axis: cells(site) });
      return b.emit(all.smear, [added, edgesOf(site)], smearing(site, false));
    },
  },
  moved: {
    "moments of all cells": (site) => movedFrom(site, Number.POSITIVE_INFINITY),
    "moments out of a window": (site) => movedFrom(site, 2),
  },
  inWindow: {
    "a window within all cells": (site) => windowed(site, coefficientsOn(site, windowOf(site)), {}),
    "a window beside others": (site) => windowed(site, coefficientsOn(site, windowOf(site)), {}, coefficientsIn(site)),
    "what lies in a window": (site) => windowed(site, coefficientsIn(site), { transposed: true }),
  },
  digitize: { "an event number": ({ k }) => k },
};

/** The extremum of the items, 0 where there is none. */
function extreme(primitive: StructuralPrimitive): Build {
  return ({ b, pt, muons, events }) => {
    const found = b.emit(primitive, [pt], { from: muons, to: events });
    const some = b.emit(all.gt.primitive, [b.emit(all.size, [], { axis: muons }), first]);
    return b.emit(all.where.primitive, [some, found, constant(0)]);
  };
}

function arrayExtreme(primitive: StructuralPrimitive): Build {
  return ({ b, array, bins }) => b.emit(primitive, [array], { from: bins, to: null });
}

function places(primitive: StructuralPrimitive): Readonly<Record<string, Build>> {
  const best = ({ b, pt, events }: Site, axis: Axis): Atom =>
    b.emit(primitive, [all.spreadTo(b, pt, axis)], { from: axis, to: events });
  const chosen = (site: Site, axis: Axis): Atom =>
    guarded(site, all.spreadTo(site.b, site.pt, axis), axis, best(site, axis));
  return {
    "of an item": (site) => best(site, site.muons),
    "the item that is there": (site) => chosen(site, site.muons),
    "the kept item that is there": (site) => chosen(site, site.kept),
  };
}

/** Chances that only the first two items have: differences are exact for squares and no higher powers. */
function tallies({ b, pt, k, muons, events }: Site, kinds: number, kind?: number): Atom {
  const number = b.emit(all.position, [], { axis: muons, owner: events });
  const moves = b.emit(all.lt.primitive, [number, constant(2)]);
  const chances = Array.from({ length: kinds }, (_, kind) =>
    b.emit(all.where.primitive, [moves, b.emit(all.add.primitive, [pt, constant(kind)]), constant(1 / (kind + 2))]),
  );
  const over = { from: muons, to: events };
  return kind === undefined
    ? b.emit(all.tally, [k, ...chances], over)
    : b.emit(all.tallyWithout, [k, number, ...chances], { ...over, kind });
}

function flagged(primitive: StructuralPrimitive): Build {
  return ({ b, positive, muons, events }) => b.emit(primitive, [positive], { from: muons, to: events });
}

/** Every structural primitive, found by walking what the room of primitives exports. */
export const structuralPrimitives: readonly StructuralPrimitive[] = Object.values(all).filter(
  (value): value is StructuralPrimitive =>
    typeof value === "object" && value !== null && "kind" in value && value.kind === "structural",
);
