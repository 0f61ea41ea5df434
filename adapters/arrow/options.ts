import { checkBatchSize, checkFold, type Fold } from "../pieces.ts";

/** Names of fields, each with the column that holds it: `{ pt: "MET_pt", phi: "MET_phi" }`. */
export type FieldNames = Readonly<Record<string, string>>;

/**
 * How flat columns become records. `muon: "Muon_*"` joins `Muon_pt, Muon_eta, ...`: parallel lists to a list of records,
 * plain columns to one record; `muon: { pt: "Muon_pt" }` does so with the columns that it names. A name without `*`
 * gives that column another name.
 */
export type Records = Readonly<Record<string, string | FieldNames>>;

export interface ArrowOptions {
  readonly records?: Records;
  readonly fold?: Fold;
  /** The most events of one batch; larger record batches are cut, smaller ones stay. Default 65536. */
  readonly batchSize?: number;
  /** What errors call the source; default its path, or `arrow`. */
  readonly name?: string;
}

/** @throws E_LIMIT where a number is out of its range */
export const settingsOf = (options: ArrowOptions) => {
  const { records = {}, fold, batchSize = 65_536, name } = options;
  checkBatchSize(batchSize);
  checkFold(fold);
  return { records, fold, batchSize, name };
};
