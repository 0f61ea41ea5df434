import { instruction, type Node } from "../../backends/index.ts";
import type { Delayed, Independent } from "./independent.ts";
import { numbersOf, ofVector, type Turns } from "./wasm-pairs.ts";
import { as, getter, set, simple, type Writer } from "./wasm-writer.ts";

/** Variables that are a turn late, on their way: of each the vector that the pair of turns before came to. */
export interface Delays {
  readonly isDown: boolean;
  /** The local of such a vector, by variable. */
  readonly places: ReadonlyMap<number, number>;
}

export const delaysOf = ({ body }: Writer, { delayed }: Independent, descending: boolean): Delays => ({
  isDown: descending && delayed.size > 0,
  places: new Map([...delayed.values()].map(({ target }) => [target.id, body.write.local("v128")])),
});

/** The second number of a vector, and then the first one of another. */
const secondAndFirst = instruction("i8x16.shuffle", ...Array.from({ length: 16 }, (_, k) => k + 8));

/** One of two turns knows the other one's value, which goes before it, and that one what the pair before came to. */
export const late = (t: Turns, { target, value }: Delayed, { isDown, places }: Delays): void => {
  const [before, now] = [getter("v128", places.get(target.id) ?? 0), numbersOf(t, value)];
  const both = t.w.body.node("v128", "one late", isDown ? [now, before] : [before, now], secondAndFirst);
  t.pairs.set(target.id, ofVector(t, "f64", both));
};

export const goOn = (t: Turns, { target, value }: Delayed, { places }: Delays): void => {
  t.w.body.write.push(numbersOf(t, value));
  t.w.body.write.op("local.set", places.get(target.id) ?? 0);
};

/** What the vectors begin with. */
export const startLate = (w: Writer, { places }: Delays): void => {
  for (const [id, place] of places) {
    w.body.write.push(simple(w, "f64x2.splat", "v128", as(w, { kind: "f64", id }, "f64")));
    w.body.write.op("local.set", place);
  }
};

/** Has the variables go on from the last pair of turns. */
export const finishLate = (w: Writer, { isDown, places }: Delays): void => {
  for (const [id, place] of places) {
    const lane = isDown ? 0 : 1;
    const last = (vector: Node): Node =>
      w.body.node("f64", `lane ${lane}`, [vector], instruction("f64x2.extract_lane", lane));
    set(w, id, "f64", last(getter("v128", place)));
  }
};
