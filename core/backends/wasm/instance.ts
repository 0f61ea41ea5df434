import { fail } from "../../errors.ts";

/** Where a kernel finds and leaves what in its memory, in bytes: data that other threads can be told. */
export interface Places {
  /** Where the columns of a chunk begin. */
  readonly size: number;
  /** Where the addresses of columns are handed in, four bytes each. */
  readonly header: number;
  readonly tail: number;
  readonly given: readonly { readonly at: number; readonly size: number }[];
  readonly accumulators: readonly { readonly at: number; readonly size: number }[];
}

/** A compiled kernel in its memory. */
export interface Instance {
  readonly places: Places;
  readonly memory: WebAssembly.Memory;
  /** Adds up some events of the chunk in memory; not 0 where they need more room. */
  readonly tile: (first: number, events: number) => number;
}

/** A function that a kernel calls for single numbers. */
export type Callable = (...inputs: readonly number[]) => number;

export const pageSize = 65_536;

/** @throws E_UPSTREAM where the engine refuses the module or its memory */
export const instantiate = (
  bytes: Uint8Array<ArrayBuffer>,
  places: Places,
  functions: readonly Callable[],
): Instance => {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(places.size / pageSize) });
    const env: WebAssembly.ModuleImports = { memory };
    for (const [k, f] of functions.entries()) env[`f${k}`] = f;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
    new Uint32Array(memory.buffer, places.tail, 8).set([-1, -1, -1, -1, -1, -1, 0, 0]);
    return { places, memory, tile: exports.tile as Instance["tile"] };
  } catch (cause) {
    throw fail("E_UPSTREAM", { what: "a WebAssembly kernel could not be made", cause });
  }
};
