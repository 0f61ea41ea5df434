import { type Aside, begin, type Chunk, load, mostEvents, type Partial, put, sumsIn, take, tiled } from "./chunk.ts";
import type { Instance } from "./instance.ts";

/** Adds up chunk after chunk. */
export interface Adding {
  /** False where an event is too large and nobody adds it alone, or the kernel is in doubt: the sums are then worth nothing. */
  readonly add: (chunk: Chunk) => boolean;
  /** What all chunks since the last call add up to; to be read at once. */
  readonly finish: () => Partial;
}

/** Who has sums in the memory of a kernel, and arrays for those that have to leave it. */
interface Memory {
  holder?: { readonly leave: () => void } | undefined;
  readonly spare: Partial[];
}

const memories = new WeakMap<Instance, Memory>();

const memoryOf = (instance: Instance): Memory => {
  const memory = memories.get(instance) ?? { spare: [] };
  memories.set(instance, memory);
  return memory;
};

/** Adds up chunks in the memory of a kernel, where the sums stay from one to the next unless somebody else needs it. */
export const adding = (instance: Instance, starts: readonly number[], aside: Aside = {}): Adding => {
  const memory = memoryOf(instance);
  let most = mostEvents;
  let saved: Partial | undefined;
  const self = {
    leave: (): void => {
      saved = memory.spare.pop() ?? sumsIn(instance).map((sums) => new Float64Array(sums.length));
      take(instance, saved);
    },
  };
  /** What was saved, whose arrays may be used again from now on. */
  const unsaved = (): Partial | undefined => {
    const sums = saved;
    if (sums) memory.spare.push(sums);
    saved = undefined;
    return sums;
  };
  const hold = (): void => {
    if (memory.holder === self) return;
    memory.holder?.leave();
    memory.holder = self;
    const sums = unsaved();
    if (sums) put(instance, sums);
    else begin(instance, starts);
  };
  return {
    add: (chunk) => {
      load(instance, chunk);
      hold();
      most = tiled(instance, chunk, most, aside);
      return most > 0;
    },
    finish: () => {
      most = mostEvents;
      const elsewhere = unsaved();
      if (elsewhere) return elsewhere;
      hold();
      memory.holder = undefined;
      return sumsIn(instance);
    },
  };
};
