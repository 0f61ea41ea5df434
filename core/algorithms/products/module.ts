import { encode, type Width } from "../../backends/index.ts";
import { productFunctions } from "./multiply.ts";

/**
 * Multiplies matrices a (m x k) and b (k x n) into c: its inputs are a mode, the three sizes, and for each of the matrices
 * its address and the distances of its rows and of its columns in bytes. The mode is 0 where products are stored, 1 where
 * they are added to what is there, -1 where they are taken off. The start of memory is worked with.
 */
export type Multiply = (...inputs: readonly number[]) => number;

export const productModule = (isFused: boolean): Uint8Array<ArrayBuffer> =>
  encode([], productFunctions(isFused), { pages: 0, shared: false });

const made = new WeakMap<WebAssembly.Memory, Map<boolean, Multiply>>();

/** What multiplies matrices in a memory; undefined where there are no vectors. */
export const multiplyIn = (memory: WebAssembly.Memory, width: Width): Multiply | undefined => {
  if (width === "f64") return undefined;
  const isFused = width === "f64x2+fma";
  const known = made.get(memory) ?? new Map<boolean, Multiply>();
  made.set(memory, known);
  const found = known.get(isFused);
  if (found) return found;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(productModule(isFused)), { env: { memory } });
  const multiply = exports.multiply as Multiply;
  known.set(isFused, multiply);
  return multiply;
};
