import type { Adding, Partial, Pending, SharedSum, Work } from "../../core/backends/index.ts";
import type { Ring } from "./ring.ts";

/** A sum that may be in a slot. */
export interface SumInSlot extends SharedSum {
  /** Leaves its slot if nobody is at it; true where it still has one. */
  readonly keepsSlot: () => boolean;
}

/**
 * Begins a sum: in a slot where other threads have not enough to do, otherwise on this thread.
 * @param makeRoom - called where no slot is free
 */
export const sharedSum = (ring: Ring, work: Work, makeRoom: () => void): SumInSlot => {
  const opened = (): number | undefined => {
    const slot = ring.open(work);
    if (slot !== undefined) return slot;
    makeRoom();
    return ring.open(work);
  };
  let slot = ring.hasEnough() ? undefined : opened();
  let own: Adding | undefined = slot === undefined ? ring.here(work) : undefined;
  let taken: Pending["take"] | undefined;
  let isOpen = true;

  /** What is in the slot, which is left; an error is given again when the sums are asked for again. */
  const leave = (from: number): Partial => {
    slot = undefined;
    try {
      return ring.take(from);
    } catch (error) {
      taken = () => {
        throw error;
      };
      throw error;
    }
  };

  const keep = (from: number): void => {
    try {
      const sums = leave(from).map((sum) => new Float64Array(sum));
      taken = () => sums;
    } catch {
      // It is thrown when the sums are asked for.
    }
  };

  const comeHome = (): void => {
    if (slot === undefined) return;
    own = ring.takeBack(slot);
    slot = undefined;
  };

  return {
    add: (chunk) => {
      if (slot !== undefined && ring.write(slot, chunk)) return;
      comeHome();
      own?.add(chunk);
    },
    end: () => {
      isOpen = false;
      if (slot !== undefined) ring.publish(slot);
    },
    isDone: () => slot === undefined || ring.isDone(slot),
    take: () => {
      if (taken) return taken();
      if (slot === undefined) return own?.finish() ?? [];
      while (!ring.isDone(slot)) ring.help(slot);
      return leave(slot);
    },
    keepsSlot: () => {
      if (slot === undefined) return false;
      if (isOpen) comeHome();
      else if (!ring.isDone(slot)) return true;
      else keep(slot);
      return false;
    },
  };
};
