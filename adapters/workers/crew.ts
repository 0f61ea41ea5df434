import type { Partial, SharedWork, Work } from "../../core/backends/index.ts";
import type { Ring } from "./ring.ts";

/** A chunk in a slot, or what it adds up to. */
type Waiting = { readonly slot: number } | { readonly partial: Partial };

/**
 * The chunks of one pass, joined in order.
 * @param most - how many may wait to be joined
 * @param others - called where there is no room, before a chunk is added up on this thread
 */
export const crewOf = (ring: Ring, work: Work, most: number, others: () => void): SharedWork => {
  let waiting: Waiting[] = [];
  let failure: { readonly error: unknown } | undefined;

  /** Joins what is done, in order; errors are kept for whoever waits. */
  const fold = (): void => {
    try {
      for (let head = waiting[0]; head && !failure; head = waiting[0]) {
        if ("partial" in head) {
          work.join(head.partial);
          work.giveBack(head.partial);
        } else if (!ring.collect(head.slot)) return;
        waiting.shift();
      }
    } catch (error) {
      failure = { error };
      for (const each of waiting) if ("slot" in each) ring.forget(each.slot);
      waiting = [];
    }
  };

  const settle = (left: number): void => {
    fold();
    for (let head = waiting[0]; head && waiting.length > left; head = waiting[0]) {
      if ("slot" in head) ring.help(head.slot);
      fold();
    }
    if (failure) throw failure.error;
  };

  return {
    add: (chunk) => {
      settle(most);
      let slot = ring.publish(chunk, work);
      if (slot === undefined) {
        others();
        fold();
        slot = ring.publish(chunk, work);
      }
      waiting.push(slot === undefined ? { partial: ring.here(chunk, work) } : { slot });
    },
    isDone: () => {
      fold();
      return waiting.length === 0;
    },
    wait: () => settle(0),
  };
};
