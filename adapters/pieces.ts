import { type Batch, fail, lend, type RecordColumn, type Source, uncheckedBatch } from "../core/index.ts";
import { takeRecord } from "./take-rows.ts";

/** Some consecutive events without their number yet. */
export interface Piece {
  readonly columns: RecordColumn;
  readonly size: number;
  /** Called when nobody reads the columns any more; absent where they are not lent but given. */
  readonly release?: (() => void) | undefined;
}

/** Every `of`-th event, beginning with number `index`; the folds 0 to `of - 1` are disjoint and together all events. */
export interface Fold {
  readonly of: number;
  readonly index: number;
}

/** @throws E_LIMIT where the fold is none of 0 to `of - 1` */
export const checkFold = (fold: Fold | undefined): void => {
  if (fold === undefined) return;
  const { of, index } = fold;
  if (Number.isSafeInteger(of) && Number.isSafeInteger(index) && of >= 1 && index >= 0 && index < of) return;
  throw fail("E_LIMIT", {
    what: `there is no fold ${index} of ${of}`,
    cure: "whole numbers with of >= 1 and 0 <= index < of, such as fold: { of: 2, index: 0 }",
  });
};

/** @throws E_LIMIT where the size is not a whole number of events */
export const checkBatchSize = (size: number): void => {
  if (!Number.isSafeInteger(size) || size < 1 || size > 2 ** 24)
    throw fail("E_LIMIT", { what: `a batch cannot hold ${size} events`, cure: "a whole number from 1 to 2^24" });
};

const foldPiece = ({ columns, size, release }: Piece, before: number, { of, index }: Fold): Piece => {
  const first = (((index - before) % of) + of) % of;
  const rows = Int32Array.from({ length: Math.max(0, Math.ceil((size - first) / of)) }, (_, i) => first + i * of);
  const taken = takeRecord(columns, rows);
  release?.();
  return { columns: taken, size: rows.length };
};

/** How many of some events are in a fold. */
export const foldedSize = (events: number, fold: Fold | undefined): number =>
  fold === undefined ? events : Math.max(0, Math.ceil((events - fold.index) / fold.of));

/** The events of one fold, in their order; pieces that hold none are left out. */
export async function* folded(pieces: AsyncIterable<Piece>, fold: Fold | undefined): AsyncGenerator<Piece> {
  let before = 0;
  for await (const piece of pieces) {
    const kept = fold === undefined ? piece : foldPiece(piece, before, fold);
    before += piece.size;
    if (kept.size > 0) yield kept;
  }
}

/** Batches whose `first` counts the events delivered before. */
export async function* numbered(source: Source, pieces: AsyncIterable<Piece>): AsyncGenerator<Batch> {
  let first = 0;
  for await (const { columns, size, release } of pieces) {
    if (release) lend(columns, release);
    yield uncheckedBatch({ columns, size, first, source, stages: [] });
    first += size;
  }
}
