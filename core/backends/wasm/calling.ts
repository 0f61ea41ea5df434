import { instruction } from "./code.ts";
import { localNode } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { LoopPlace } from "./loop-place.ts";
import { laneOf } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** A truth value in a lane, as a whole number. */
const truthIn = ({ body, count }: Writer, x: Node, lane: number): Node =>
  count === 1
    ? x
    : body.node(
        "i32",
        `truth ${lane}`,
        [x],
        [...instruction("i32x4.extract_lane", 2 * lane), ...instruction("i32.const", 1), ...instruction("i32.and")],
      );

/** Calls a JavaScript function for each lane; not for a lane past the last element. */
export const calling = (
  place: LoopPlace,
  index: number,
  inputs: readonly Node[],
  truths: readonly boolean[],
  gives: boolean,
): Node => {
  const { w } = place;
  const { body, count, lanes } = w;
  const inLane = (lane: number): readonly Node[] =>
    inputs.map((x, k) => (truths[k] ? truthIn(w, x, lane) : laneOf(w, x, lane)));
  const [first, second] = [inLane(0), count === 2 ? inLane(1) : []];
  if (count === 1) {
    const result = body.node("f64", `call ${index}`, first, instruction("call", index));
    return gives ? lanes.ne(result, lanes.k(0)) : result;
  }
  const here = localNode(w, place.loop.i4);
  const limit = w.countOf(place.axis);
  const value = body.node("v128", `call ${index}`, [...first, ...second, here], ({ push, op, settle, local }) => {
    for (const input of [...first, ...second]) settle(input);
    const found = local("v128");
    for (const input of first) push(input);
    op("call", index);
    op("f64x2.splat");
    op("local.set", found);
    op("local.get", place.loop.i4);
    op("i32.const", 4);
    op("i32.add");
    op("local.get", limit);
    op("i32.const", 2);
    op("i32.shl");
    op("i32.lt_u");
    op("if");
    op("local.get", found);
    for (const input of second) push(input);
    op("call", index);
    op("f64x2.replace_lane", 1);
    op("local.set", found);
    op("end");
    op("local.get", found);
  });
  return gives ? lanes.ne(value, lanes.k(0)) : value;
};
