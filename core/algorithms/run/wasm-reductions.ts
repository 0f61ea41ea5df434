import { instruction, type Node, type Opcode, type Type } from "../../backends/index.ts";
import type { Independent, Reduction } from "./independent.ts";
import type { Delays } from "./wasm-delays.ts";
import { numbersOf, type Turns } from "./wasm-pairs.ts";
import { as, getter, set, simple, type Writer } from "./wasm-writer.ts";

type Extreme = "max" | "min";

/**
 * A reduction on its way: a vector for each pair of turns that is gone through at once. Of an extreme these leave out what
 * is no number, and may be a zero of either sign: whether there was one that is no number, and which signs there were, is
 * found apart from them, for all pairs together.
 */
export interface Partial {
  readonly by: Reduction["by"];
  readonly places: readonly number[];
  readonly isNone: number;
  readonly signs: number;
}

const vectorName = { add: "f64x2.add", max: "f64x2.pmax", min: "f64x2.pmin" } as const satisfies Record<string, Opcode>;
const singleName = { add: "f64.add", max: "f64.max", min: "f64.min" } as const satisfies Record<string, Opcode>;
/** A largest number is negative if all are, a smallest one if one is; zeros, too. */
const signName = { max: "v128.and", min: "v128.or" } as const satisfies Record<Extreme, Opcode>;

/** Two turns on their way: what they add up to, and the truth values under which they do. */
export interface Way {
  readonly parts: Independent;
  readonly partials: ReadonlyMap<number, Partial>;
  readonly delays: Delays;
  readonly copy: number;
  readonly mask: Node | undefined;
}

/** The partial vectors of the reductions of a loop, by the variables that they are about. */
export const partialsOf = (
  reductions: Iterable<Reduction>,
  copies: number,
  local: (type: Type) => number,
): ReadonlyMap<number, Partial> => {
  const made = new Map<number, Partial>();
  for (const { by, target } of reductions) {
    if (made.has(target)) continue;
    const places = Array.from({ length: copies }, () => local("v128"));
    made.set(
      target,
      by === "add" ? { by, places, isNone: 0, signs: 0 } : { by, places, isNone: local("v128"), signs: local("v128") },
    );
  }
  return made;
};

const change = (w: Writer, place: number, name: Opcode, value: Node): void => {
  w.body.write.push(simple(w, name, "v128", getter("v128", place), value));
  w.body.write.op("local.set", place);
};

/** Adds what two turns give, where they do. */
export const reduce = (t: Turns, { target, value }: Reduction, { partials, copy, mask }: Way): void => {
  const { w, lanes } = t;
  const partial = partials.get(target);
  if (!partial) return;
  const { by, places, isNone, signs } = partial;
  const numbers = numbersOf(t, value);
  const given = mask ? lanes.select(mask, numbers, lanes.k(0)) : numbers;
  if (by !== "add") {
    w.body.write.settle(given);
    change(w, isNone, "v128.or", lanes.ne(given, given));
    change(w, signs, signName[by], given);
  }
  change(w, places[copy] ?? 0, vectorName[by], given);
};

/** What partial vectors begin with. */
export const start = (w: Writer, partials: ReadonlyMap<number, Partial>): void => {
  const { push, op } = w.body.write;
  const zero = w.body.constant("v128", 0);
  const give = (place: number, value: Node): void => {
    push(value);
    op("local.set", place);
  };
  for (const [id, { by, places, isNone, signs }] of partials) {
    const before = by === "add" ? zero : simple(w, "f64x2.splat", "v128", as(w, { kind: "f64", id }, "f64"));
    for (const place of places) give(place, before);
    if (by === "add") continue;
    give(isNone, zero);
    give(signs, before);
  }
};

const lanesOf = (w: Writer, both: Node): readonly [Node, Node] => {
  const lane = (k: number): Node => w.body.node("f64", `lane ${k}`, [both], instruction("f64x2.extract_lane", k));
  return [lane(0), lane(1)];
};

/** An extreme of numbers with the sign that it has, or what is no number if there was one. */
const signed = (w: Writer, by: Extreme, size: Node, { isNone, signs }: Partial): Node => {
  const { scalars: lanes } = w;
  const [p, q] = lanesOf(w, getter("v128", signs)).map((x) => lanes.copySign(lanes.k(1), x)) as [Node, Node];
  const none = lanes.add(...lanesOf(w, getter("v128", isNone)));
  return lanes.select(lanes.eq(none, none), lanes.copySign(size, simple(w, singleName[by], "f64", p, q)), none);
};

/** The reductions of what the partial vectors hold, lane by lane. */
export const gather = (w: Writer, partials: ReadonlyMap<number, Partial>): void => {
  const { body } = w;
  for (const [id, partial] of partials) {
    const { by, places } = partial;
    const [first, ...others] = places.map((place) => getter("v128", place));
    if (!first) continue;
    const both = others.reduce<Node>((all, next) => simple(w, vectorName[by], "v128", all, next), first);
    body.write.settle(both);
    const target = as(w, { kind: "f64", id }, "f64");
    const [x, y] = lanesOf(w, both);
    const size = simple(w, singleName[by], "f64", target, simple(w, singleName[by], "f64", x, y));
    if (by !== "add") body.write.settle(size);
    set(w, id, "f64", by === "add" ? size : signed(w, by, size, partial));
  }
};
