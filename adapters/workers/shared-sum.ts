import type { Adding, Pending, SharedSum, Work } from "../../core/backends/index.ts";
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

  /** Does something with the slot, which is left; an error is given again when the sums are asked for. */
  const leaving = <T>(from: number, act: (slot: number) => T): T => {
    slot = undefined;
    try {
      return act(from);
    } catch (error) {
      taken = () => {
        throw error;
      };
      throw error;
    }
  };

  const comeHome = (from: number): void => {
    own = leaving(from, ring.takeBack);
  };

  const keep = (from: number): void => {
    const sums = leaving(from, ring.take).map((sum) => new Float64Array(sum));
    taken = () => sums;
  };

  /** Another sum needs the slot: an error is that of whoever asks for these sums. */
  const makeWay = (from: number): void => {
    try {
      if (isOpen) comeHome(from);
      else keep(from);
    } catch {
      // `taken` throws it.
    }
  };

  return {
    add: (chunk) => {
      if (slot !== undefined && ring.write(slot, chunk)) return;
      if (slot !== undefined) comeHome(slot);
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
      return leaving(slot, ring.take);
    },
    keepsSlot: () => {
      if (slot !== undefined && (isOpen || ring.isDone(slot))) makeWay(slot);
      return slot !== undefined;
    },
  };
};
