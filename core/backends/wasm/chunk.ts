import { fail } from "../../errors.ts";
import { answers, type Instance, pageSize } from "./instance.ts";

/** How many columns and lists a kernel may read. */
export const mostColumns = 256;

/** Events that are added up by themselves: their columns as bytes, one after the other. */
export interface Chunk {
  readonly events: number;
  /** The number of the first event in its source. */
  readonly first: number;
  /** How many bytes its columns take. */
  readonly size: number;
  /** Where row 0 of each column of numbers lies or would lie in them. */
  readonly starts: Uint32Array;
  /** The same of each list. */
  readonly lists: Uint32Array;
  /** The values that the kernel is handed, one after the other. */
  readonly given: Float64Array;
  readonly copyTo: (buffer: ArrayBufferLike, at: number) => void;
  /** Where its columns lie in the memory of some kernel. */
  readonly lies?: { readonly memory: WebAssembly.Memory; readonly at: number };
}

/** Numbers that events add up to, one array for each accumulator. */
export type Partial = readonly Float64Array[];

/** The most events of a tile. */
export const mostEvents = 512;

/** The memory of a kernel before its columns, as numbers. */
const doublesIn = (buffer: ArrayBufferLike, { size }: Instance["places"]): Float64Array =>
  new Float64Array(buffer, 0, size / 8);

/**
 * Copies the columns of a chunk behind the places of a kernel; says where they are.
 * @throws E_LIMIT where that memory cannot grow so far
 */
const copied = ({ places, memory }: Instance, { events, size, copyTo }: Chunk): number => {
  const wanted = places.size + size;
  if (wanted > memory.buffer.byteLength) {
    try {
      memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / pageSize));
    } catch (cause) {
      throw fail("E_LIMIT", {
        what: `a chunk of ${events} events needs ${wanted} bytes of WebAssembly memory, which cannot grow so far`,
        cause,
      });
    }
  }
  copyTo(memory.buffer, places.size);
  return places.size;
};

/**
 * Hands a kernel a chunk, whose columns are copied into its memory where they do not lie there.
 * @throws E_LIMIT where that memory cannot grow so far
 */
export const load = (instance: Instance, chunk: Chunk): void => {
  const { places, memory } = instance;
  const { starts, lists, given, lies } = chunk;
  const columns = lies?.memory === memory ? lies.at : copied(instance, chunk);
  const { buffer } = memory;
  const header = new Uint32Array(buffer, places.header, mostColumns);
  for (let k = 0; k < starts.length; k++) header[k] = columns + (starts[k] ?? 0);
  for (let k = 0; k < lists.length; k++) header[mostColumns - 1 - k] = columns + (lists[k] ?? 0);
  const doubles = doublesIn(buffer, places);
  let from = 0;
  for (const { at, size } of places.given) {
    const to = at / 8;
    for (let k = 0; k < size; k++) doubles[to + k] = given[from + k] ?? 0;
    doubles[to + size] = Number.NaN;
    from += size;
  }
};

type Holding = Pick<Instance, "places" | "memory">;

const views = new WeakMap<Holding, Partial>();

/** The accumulators of a kernel where they lie; there may be thousands. */
export const sumsIn = (instance: Holding): Partial => {
  const { places, memory } = instance;
  const { buffer } = memory;
  const known = views.get(instance);
  if (known?.[0]?.buffer === buffer) return known;
  const sums = places.accumulators.map(({ at, size }) => new Float64Array(buffer, at, size));
  views.set(instance, sums);
  return sums;
};

export const put = (instance: Instance, partial: Partial): void => {
  for (const [k, sums] of sumsIn(instance).entries()) sums.set(partial[k] ?? []);
};

export const take = (instance: Instance, partial: Partial): void => {
  for (const [k, sums] of sumsIn(instance).entries()) partial[k]?.set(sums);
};

export const begin = (instance: Instance, starts: readonly number[]): void => {
  const { places, memory } = instance;
  const doubles = doublesIn(memory.buffer, places);
  for (let k = 0; k < places.accumulators.length; k++) {
    const { at = 0, size = 0 } = places.accumulators[k] ?? {};
    if (size === 1) doubles[at / 8] = starts[k] ?? 0;
    else doubles.fill(starts[k] ?? 0, at / 8, at / 8 + size);
  }
};

/** Adds an event of a chunk that needs more room than a tile has. */
export type Alone = (chunk: Chunk, event: number, partial: Partial) => void;

/** Who looks on while a chunk is added up. */
export interface Aside {
  readonly alone?: Alone;
  /** Told before each tile. */
  readonly tile?: () => void;
}

/**
 * Adds a chunk in memory to the sums there, by tiles of at most so many events; one that is too full is halved.
 * @returns how many there were at last, or 0 where an event is too large and nobody adds it alone, or the kernel is in doubt
 */
export const tiled = (instance: Instance, chunk: Chunk, atMost: number, { alone, tile }: Aside): number => {
  const { events } = chunk;
  let most = atMost;
  for (let first = 0; first < events; ) {
    const n = Math.min(most, events - first);
    tile?.();
    const answer = instance.tile(first, n);
    if (answer === answers.added) first += n;
    else if (answer === answers.doubtful) return 0;
    else if (n > 1) most = Math.ceil(n / 2);
    else if (!alone) return 0;
    else {
      const partial = sumsIn(instance).map((sums) => sums.slice());
      alone(chunk, first, partial);
      put(instance, partial);
      first += 1;
    }
  }
  return most;
};

/** Adds up one event of a chunk in an instance with more room; false where it needs more still. */
export const addOne = (instance: Instance, chunk: Chunk, event: number, partial: Partial): boolean => {
  load(instance, chunk);
  put(instance, partial);
  if (instance.tile(event, 1) !== answers.added) return false;
  take(instance, partial);
  return true;
};
