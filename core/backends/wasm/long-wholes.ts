import { eq, toNumber } from "../../primitives/index.ts";
import type { Equation, Primitive } from "../../program/index.ts";
import { instruction } from "./code.ts";
import type { Node } from "./graph.ts";
import { laneOf, paired } from "./vectors.ts";
import type { Writer } from "./writer.ts";

const isLong = ({ inputs }: Equation): boolean => inputs.some(({ dtype }) => dtype === "i64");

const bitsOf = ({ body }: Writer, x: Node): Node =>
  body.node("i64", "bits of", [x], instruction("i64.reinterpret_f64"));

/** What computes with 64-bit whole numbers, which lie in memory as they are: each takes their bits for a double. */
const ofLong: ReadonlyMap<Primitive, (w: Writer, ...inputs: readonly Node[]) => Node> = new Map<
  Primitive,
  (w: Writer, x: Node, y: Node) => Node
>([
  [
    eq.primitive,
    (w, x, y) =>
      w.count === 2
        ? w.body.node("v128", "i64x2.eq", [x, y], instruction("i64x2.eq"))
        : w.body.node("i32", "i64.eq", [bitsOf(w, x), bitsOf(w, y)], instruction("i64.eq")),
  ],
  [
    toNumber.primitive,
    (w, x) => {
      const [a, b] = Array.from({ length: w.count }, (_, lane) =>
        w.body.node("f64", "convert long", [bitsOf(w, laneOf(w, x, lane))], instruction("f64.convert_i64_s")),
      );
      return a && b ? paired(w, a, b) : (a ?? x);
    },
  ],
]);

/** How a primitive computes with 64-bit whole numbers; undefined for others, and for one that only hands them on. */
export const longValue = (equation: Equation): ((w: Writer, ...inputs: readonly Node[]) => Node) | undefined =>
  isLong(equation) ? ofLong.get(equation.primitive) : undefined;
