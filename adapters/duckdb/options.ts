import { fail } from "../../core/index.ts";
import { checkBatchSize, checkFold, type Fold } from "../pieces.ts";

/** Names of fields, each with the column that holds it: `{ pt: "MET_pt", phi: "MET_phi" }`. */
export type FieldNames = Readonly<Record<string, string>>;

/**
 * How flat columns become records. `muon: "Muon_*"` joins `Muon_pt, Muon_eta, ...`: parallel lists to a list of records,
 * plain columns to one record; `muon: { pt: "Muon_pt" }` does so with the columns that it names. An array of these makes
 * a list of fixed length. A name without `*` gives that column another name.
 */
export type Records = Readonly<Record<string, string | FieldNames | readonly FieldNames[]>>;

export interface FileOptions {
  readonly records?: Records;
  /** Keep what was read for the next subscription: up to so many bytes, `true` for 1 GiB. Default: read again. */
  readonly keep?: boolean | number;
  readonly fold?: Fold;
  /** Events per batch; default 65536. */
  readonly batchSize?: number;
  /** Threads of the reader; default 2. */
  readonly threads?: number;
  /** What the reader itself may allocate, as DuckDB writes it; default `1GB`. */
  readonly memoryLimit?: string;
}

/** The options with every default in its place. */
export interface Settings {
  readonly records: Records;
  readonly keep: number;
  readonly fold: Fold | undefined;
  readonly batchSize: number;
  readonly threads: number;
  readonly memoryLimit: string;
}

const keepBytes = (keep: boolean | number): number => {
  if (typeof keep === "boolean") return keep ? 2 ** 30 : 0;
  if (keep >= 0) return keep;
  throw fail("E_LIMIT", { what: `${keep} bytes cannot be kept`, cure: "keep: true, or a number of bytes" });
};

/** @throws E_LIMIT where a number is out of its range */
export const settingsOf = (options: FileOptions): Settings => {
  const { records = {}, keep = false, fold, batchSize = 65_536, threads = 2, memoryLimit = "1GB" } = options;
  checkBatchSize(batchSize);
  checkFold(fold);
  if (!Number.isSafeInteger(threads) || threads < 1)
    throw fail("E_LIMIT", { what: `a reader cannot have ${threads} threads`, cure: "a whole number from 1" });
  return { records, keep: keepBytes(keep), fold, batchSize, threads, memoryLimit };
};
