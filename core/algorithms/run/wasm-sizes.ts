import type { Node } from "../../backends/index.ts";
import { isLiteral, type Operand } from "./low.ts";
import { as, getter, simple, topInput, type Writer, whole } from "./wasm-writer.ts";

/** How many bytes an array of these sizes has. */
export const bytesOf = (w: Writer, sizes: readonly Operand[]): Node => {
  const literal = sizes.reduce((product, size) => product * (isLiteral(size) ? size.literal : 1), 8);
  return sizes
    .filter((size) => !isLiteral(size))
    .reduce<Node>(
      (product, size) => simple(w, "i32.mul", "i32", product, whole(w, size)),
      w.body.constant("i32", literal),
    );
};

/** Bytes of a line of the cache. */
const line = 64;

/** So many bytes and what is left of their last line: no vector of an array lies across two lines then. */
export const inLines = (w: Writer, bytes: Node): Node => {
  if (bytes.known !== undefined) return w.body.constant("i32", Math.ceil(bytes.known / line) * line);
  const more = simple(w, "i32.add", "i32", bytes, w.body.constant("i32", line - 1));
  return simple(w, "i32.and", "i32", more, w.body.constant("i32", -line));
};

/** Where free memory begins after these numbers were taken, as a double: it may lie beyond all memory. */
export const endOf = (w: Writer, sizes: readonly Operand[]): Node => {
  const { scalars: lanes } = w;
  const count = sizes.reduce<Node>((product, size) => lanes.mul(product, as(w, size, "f64")), lanes.k(8));
  return lanes.add(simple(w, "f64.convert_i32_u", "f64", getter("i32", topInput)), count);
};
