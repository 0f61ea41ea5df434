import { moments, powers, reducers } from "../../primitives/index.ts";
import type { Equation } from "../../program/index.ts";
import { localNode, type Place } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { Writer } from "./writer.ts";

export const reducerOf = ({ primitive }: Equation) =>
  primitive.kind === "structural" ? reducers.get(primitive) : undefined;

/** How many numbers an accumulator has. */
export const sizeOf = ({ output }: Equation): number =>
  output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 1;

/** How many numbers more an accumulator has, for what falls outside. */
export const spareOf = ({ primitive }: Equation): number => (primitive === moments ? powers : 1);

/** The place of an accumulator. */
export const accumulatorAt = ({ layout }: Writer, { output }: Equation): number =>
  layout.place(`accumulator ${output.id}`, 0);

/** Two vectors of bits: both lanes, and the first one only. */
export const tailAt = ({ layout }: Writer): number => layout.place("tail", 32);

/** 1 if the element after the one of the first lane is there. */
export const hasNext = ({ w, loop }: Place, limit4: number): Node =>
  w.body.node("i32", "has next", [localNode(w, loop.i4), localNode(w, limit4)], ({ op }) => {
    op("local.get", loop.i4);
    op("i32.const", 4);
    op("i32.add");
    op("local.get", limit4);
    op("i32.lt_u");
  });
