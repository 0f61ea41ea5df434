import { constant } from "../../program/index.ts";
import type { Operation } from "../operation.ts";
import { numbersOf } from "./dense.ts";
import { sizeOfSquare } from "./matrix.ts";

/** The identity matrix of the size of another. */
export const identityOperation: Operation = {
  name: "identity",
  shapes: ([matrix]) => {
    const size = sizeOfSquare("inverse", matrix ?? constant(0));
    return [[size, size]];
  },
  evaluate: (_inputs, [output]) => {
    if (!output) return;
    const numbers = numbersOf(output).fill(0);
    const n = output.shape[0] ?? 0;
    for (let k = 0; k < n; k++) numbers[k * (n + 1)] = 1;
  },
  jvp: () => [],
  vjp: () => [],
};
