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

const place = ({ at, size }: Places["given"][number]) => ({ at, size });

/** These places and nothing else. */
export const placesOf = ({ size, header, tail, given, accumulators }: Places): Places => ({
  size,
  header,
  tail,
  given: given.map(place),
  accumulators: accumulators.map(place),
});

/** A compiled kernel in its memory. */
export interface Instance {
  readonly places: Places;
  readonly memory: WebAssembly.Memory;
  /** Adds up some events of the chunk in memory, and says whether it has: one of `answers`. */
  readonly tile: (first: number, events: number) => number;
}

/** `full` where events need more room, and `doubtful` where only another kernel can add them up; neither has added anything. */
export const answers = { added: 0, full: 1, doubtful: 2 } as const;

/** A function that a kernel calls for single numbers. */
export type Callable = (...inputs: readonly number[]) => number;

export const pageSize = 65_536;

/** Makes room for so many bytes, where the memory can grow so far. */
export const hasRoom = (memory: WebAssembly.Memory, bytes: number): boolean => {
  const more = bytes - memory.buffer.byteLength;
  if (more <= 0) return true;
  try {
    memory.grow(Math.ceil(more / pageSize));
    return true;
  } catch {
    return false;
  }
};

type Tile = Instance["tile"];

/** A module in memory of its places, which is all zeros or was left by the same module. */
export const instanceIn = (
  memory: WebAssembly.Memory,
  module: WebAssembly.Module,
  places: Places,
  functions: readonly Callable[],
): Instance => {
  const env: WebAssembly.ModuleImports = { memory };
  for (const [k, f] of functions.entries()) env[`f${k}`] = f;
  const { exports } = new WebAssembly.Instance(module, { env });
  new Uint32Array(memory.buffer, places.tail, 8).set([-1, -1, -1, -1, -1, -1, 0, 0]);
  return { places, memory, tile: exports.tile as Tile };
};

/**
 * @param otherwise - the module of another kernel with the same places, which goes on from where this one is in doubt
 * @throws E_UPSTREAM where the engine refuses the module or its memory
 */
export const instantiate = (
  bytes: Uint8Array<ArrayBuffer>,
  places: Places,
  functions: readonly Callable[],
  otherwise?: () => Uint8Array<ArrayBuffer>,
): Instance => {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(places.size / pageSize) });
    const instanceOf = (module: Uint8Array<ArrayBuffer>): Instance =>
      instanceIn(memory, new WebAssembly.Module(module), places, functions);
    const first = instanceOf(bytes);
    if (!otherwise) return first;
    let run = first.tile;
    return {
      ...first,
      tile: (event, events) => {
        const answer = run(event, events);
        if (answer !== answers.doubtful) return answer;
        run = instanceOf(otherwise()).tile;
        return run(event, events);
      },
    };
  } catch (cause) {
    throw fail("E_UPSTREAM", { what: "a WebAssembly kernel could not be made", cause });
  }
};
