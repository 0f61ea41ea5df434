import type { Step } from "./low.ts";
import { startOf, type Writer, whole } from "./wasm-writer.ts";

/** Calls what multiplies matrices, with the mode, the sizes, and the address and the distances of each matrix. */
export const multiply = (w: Writer, { adds, m, n, k, a, b, c }: Extract<Step, { do: "multiply" }>): void => {
  const { push, op } = w.body.write;
  push(w.body.constant("i32", Number(adds)));
  for (const size of [m, n, k]) push(whole(w, size));
  for (const { address, row, column } of [a, b, c]) {
    push(startOf(w, address));
    push(whole(w, row));
    push(whole(w, column));
  }
  op(
    "call",
    w.m.outside("multiply", [], () => 0),
  );
  op("drop");
};
