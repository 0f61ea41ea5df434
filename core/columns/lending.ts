import type { RecordColumn } from "./column.ts";

const alone = new WeakSet<object>();

/** Marks a stream whose batches are seen by its one subscriber and by nobody else; gives it back. */
export const seenAlone = <T extends object>(stream: T): T => {
  alone.add(stream);
  return stream;
};

/** True for a stream whose batches nobody but the subscriber sees: a source, or stages right behind one. */
export const isSeenAlone = (stream: object): boolean => alone.has(stream);

const releases = new WeakMap<RecordColumn, () => void>();

/**
 * Lends columns to the subscriber of a stream that promised to give them back, `Demand.givesBack`.
 * @param release - called when they were given back: nobody reads them any more, and their memory may be used again
 */
export const lend = (columns: RecordColumn, release: () => void): void => {
  releases.set(columns, release);
};

/** Says that columns will not be read any more; does nothing if they were not lent, or were given back before. */
export const giveBack = (columns: RecordColumn): void => {
  const release = releases.get(columns);
  releases.delete(columns);
  release?.();
};
