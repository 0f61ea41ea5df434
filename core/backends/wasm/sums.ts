import { type Join, join } from "../join.ts";
import type { Pending, SharedSum } from "../workers.ts";
import type { Adding } from "./adding.ts";
import type { Chunk, Partial } from "./chunk.ts";

/** Takes the chunks of block after block; those of a block are added up in one sum or several, which are joined in order. */
export interface Sums {
  readonly add: (chunk: Chunk) => void;
  /** Ends a block: its sums, or undefined where they are in the accumulators. */
  readonly end: () => Pending | undefined;
  /** Ends a block whose only sum lies together: gives it, to be read at once. Undefined where `end` is to be called. */
  readonly take: () => Partial | undefined;
}

/** How sums are joined. */
export interface Joining {
  /** What makes one partial result of two, by accumulator; undefined for a sum. */
  readonly steps: readonly (Join | undefined)[];
  /** The most events of a sum. */
  readonly most: number;
}

/** Sums that are added up on this thread, one after the other, and joined in accumulators. */
export const sumsHere = (own: Adding, accumulators: Partial, { steps, most }: Joining): Sums => {
  /** Nothing has been joined since a block began, and the accumulators are what they start from. */
  let areStarts = true;
  let added = 0;
  const settle = (): void => {
    if (added === 0) return;
    for (const [k, part] of own.finish().entries())
      if (areStarts) accumulators[k]?.set(part);
      else join(accumulators[k] ?? part, part, steps[k]);
    areStarts = false;
    added = 0;
  };
  return {
    add: (chunk) => {
      if (added === most) settle();
      own.add(chunk);
      added += chunk.events;
    },
    end: () => {
      settle();
      areStarts = true;
      return undefined;
    },
    take: () => {
      if (!areStarts || added === 0) return undefined;
      added = 0;
      return own.finish();
    },
  };
};

/** Sums that come one after the other and are joined in order; one that is alone is given as it is. */
const inOrder = (steps: Joining["steps"]) => {
  const waiting: Pending[] = [];
  let joined: Partial | undefined;
  let isAlone = true;
  const fold = (isEnough: (head: Pending) => boolean): void => {
    for (let [head] = waiting; head && isEnough(head); [head] = waiting) {
      const more = head.take();
      waiting.shift();
      if (joined) for (const [k, into] of joined.entries()) join(into, more[k] ?? into, steps[k]);
      else joined = more.map((sum) => new Float64Array(sum));
    }
  };
  const foldDone = (): void => {
    if (!isAlone) fold((head) => head.isDone());
  };
  const sums: Pending = {
    isDone: () => {
      foldDone();
      return waiting.every((sum) => isAlone && sum.isDone());
    },
    take: () => {
      if (isAlone) return waiting.shift()?.take() ?? [];
      fold(() => true);
      return joined ?? [];
    },
  };
  return {
    sums,
    push: (more: Pending): void => {
      isAlone &&= waiting.length === 0;
      waiting.push(more);
      foldDone();
    },
  };
};

/** Sums that threads may add up. */
export const sumsAnywhere = (begin: () => SharedSum, { steps, most }: Joining): Sums => {
  let block: ReturnType<typeof inOrder> | undefined;
  let sum: SharedSum | undefined;
  let added = 0;
  const endSum = (): void => {
    if (!sum) return;
    sum.end();
    block ??= inOrder(steps);
    block.push(sum);
    [sum, added] = [undefined, 0];
  };
  return {
    add: (chunk) => {
      if (added === most) endSum();
      sum ??= begin();
      sum.add(chunk);
      added += chunk.events;
    },
    end: () => {
      endSum();
      const ended = block?.sums;
      block = undefined;
      return ended;
    },
    take: () => undefined,
  };
};
