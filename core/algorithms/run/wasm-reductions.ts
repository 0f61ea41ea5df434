import { instruction, type Node, type Opcode } from "../../backends/index.ts";
import type { Independent, Reduction } from "./independent.ts";
import { numbersOf, type Turns } from "./wasm-pairs.ts";
import { as, getter, set, simple, type Writer } from "./wasm-writer.ts";

/** A reduction on its way: a vector for each pair of turns that is gone through at once. */
export interface Partial {
  readonly by: Reduction["by"];
  readonly places: readonly number[];
}

const vectorName = { add: "f64x2.add", max: "f64x2.max", min: "f64x2.min" } as const satisfies Record<string, Opcode>;
const singleName = { add: "f64.add", max: "f64.max", min: "f64.min" } as const satisfies Record<string, Opcode>;

/** Two turns on their way: what they add up to, and the truth values under which they do. */
export interface Way {
  readonly parts: Independent;
  readonly partials: ReadonlyMap<number, Partial>;
  readonly copy: number;
  readonly mask: Node | undefined;
}

/** Adds what two turns give, where they do. */
export const reduce = (t: Turns, { by, target, value }: Reduction, { partials, copy, mask }: Way): void => {
  const { w, lanes } = t;
  const place = partials.get(target)?.places[copy] ?? 0;
  const numbers = numbersOf(t, value);
  const given = mask ? lanes.select(mask, numbers, lanes.k(0)) : numbers;
  w.body.write.push(simple(w, vectorName[by], "v128", getter("v128", place), given));
  w.body.write.op("local.set", place);
};

/** What partial vectors begin with. */
export const start = (w: Writer, partials: ReadonlyMap<number, Partial>): void => {
  const { push, op } = w.body.write;
  for (const [id, { by, places }] of partials)
    for (const place of places) {
      if (by === "add") push(w.body.constant("v128", 0));
      else push(simple(w, "f64x2.splat", "v128", as(w, { kind: "f64", id }, "f64")));
      op("local.set", place);
    }
};

/** The sums of what the partial vectors hold, lane by lane. */
export const gather = (w: Writer, partials: ReadonlyMap<number, Partial>): void => {
  const { body } = w;
  for (const [id, { by, places }] of partials) {
    const [first, ...others] = places.map((place) => getter("v128", place));
    if (!first) continue;
    const both = others.reduce<Node>((all, next) => simple(w, vectorName[by], "v128", all, next), first);
    body.write.settle(both);
    const lanes = [0, 1].map((lane) =>
      body.node("f64", `lane ${lane}`, [both], instruction("f64x2.extract_lane", lane)),
    );
    const target = as(w, { kind: "f64", id }, "f64");
    const [x = target, y = target] = lanes;
    set(w, id, "f64", simple(w, singleName[by], "f64", target, simple(w, singleName[by], "f64", x, y)));
  }
};
