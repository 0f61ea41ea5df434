import type { LoopPlace } from "./loop-place.ts";
import type { Writer } from "./writer.ts";

/** Writes a loop over the elements of an axis. */
export const forElements = (
  w: Writer,
  { axis, loop: { i4, i8 } }: Pick<LoopPlace, "axis" | "loop">,
  limit4: number,
  work: () => void,
): void => {
  const { op } = w.body.write;
  op("i32.const", 0);
  op("local.set", i4);
  op("i32.const", 0);
  op("local.set", i8);
  op("local.get", w.countOf(axis));
  op("i32.const", 2);
  op("i32.shl");
  op("local.tee", limit4);
  op("if");
  op("loop");
  w.body.turn(work);
  op("local.get", i8);
  op("i32.const", 8 * w.count);
  op("i32.add");
  op("local.set", i8);
  op("local.get", i4);
  op("i32.const", 4 * w.count);
  op("i32.add");
  op("local.tee", i4);
  op("local.get", limit4);
  op("i32.lt_u");
  op("br_if", 0);
  op("end");
  op("end");
};
