import type { Axis } from "../../program/index.ts";
import { instruction } from "./code.ts";
import { localNode, type Place, rangeUnder, times8 } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { Writer } from "./writer.ts";

/** Writes a loop over the whole numbers below a local, or from one local to another; `work` is given the number. */
export const forEach = ({ body }: Writer, from: number | undefined, to: number, work: (i: number) => void): void => {
  const { op, local } = body.write;
  const i = local("i32");
  if (from === undefined) op("i32.const", 0);
  else op("local.get", from);
  op("local.set", i);
  op("block");
  op("loop");
  op("local.get", i);
  op("local.get", to);
  op("i32.ge_s");
  op("br_if", 1);
  body.scope(() => work(i));
  op("local.get", i);
  op("i32.const", 1);
  op("i32.add");
  op("local.set", i);
  op("br", 0);
  op("end");
  op("end");
};

/** A local that is set to a value now. */
export const held = ({ body }: Writer, value: Node): number => {
  const place = body.write.local(value.type);
  body.write.push(value);
  body.write.op("local.set", place);
  return place;
};

export const load = ({ body }: Writer, table: number, i8: Node, isTruth: boolean): Node =>
  body.node(
    isTruth ? "i32" : "f64",
    `one ${table}`,
    [i8],
    isTruth
      ? [...instruction("i32.load", table), ...instruction("i32.const", 1), ...instruction("i32.and")]
      : instruction("f64.load", table),
  );

/** Keeps a value of one element; a truth value as eight bytes of bits that are all alike. */
export const store = ({ body }: Writer, table: number, i8: Node, value: Node, isTruth: boolean): void => {
  const { push, op } = body.write;
  if (!isTruth) {
    push(i8);
    push(value);
    op("f64.store", table);
    return;
  }
  const bits = body.node("i32", "bits", [value], [...instruction("i32.const", -1), ...instruction("i32.mul")]);
  body.write.settle(bits);
  for (const half of [0, 4]) {
    push(i8);
    push(bits);
    op("i32.store", table + half);
  }
};

export const noLoop = { i4: -1, i8: -1 };

/** Goes through the elements of `from` under each element of `to`. */
export const underEach = (
  w: Writer,
  from: Axis,
  to: Axis,
  each: (owner: Node, range: readonly [number, number]) => void,
): void => {
  const place: Place = { w, loop: noLoop };
  forEach(w, undefined, w.countOf(to), (o) => {
    const owner = times8(w, localNode(w, o));
    const [start, end] = rangeUnder(place, from, to, owner);
    w.body.write.settle(start);
    w.body.write.settle(end);
    each(owner, [held(w, start), held(w, end)]);
  });
};
