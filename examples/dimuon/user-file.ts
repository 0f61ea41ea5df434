import { csv, type Events, type FileOptions, parquet, type Records } from "jagrad/adapters/duckdb";
import { fail, isJagradError } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { type Half, halves } from "./analysis.ts";
import { type Collision, pairs } from "./pairs.ts";

const numbered = (k: 1 | 2) => ({ pt: `pt${k}`, eta: `eta${k}`, phi: `phi${k}`, charge: `Q${k}` });

/** The layouts of muons that are known, and how each becomes a list of muons. */
const layouts: Readonly<Record<string, Records>> = {
  "muon, a list of { pt, eta, phi, charge }": {},
  "Muon, a list of { pt, eta, phi, charge }": { muon: "Muon" },
  "lists Muon_pt, Muon_eta, Muon_phi, Muon_charge": {
    muon: { pt: "Muon_pt", eta: "Muon_eta", phi: "Muon_phi", charge: "Muon_charge" },
  },
  "columns pt1, eta1, phi1, Q1, pt2, eta2, phi2, Q2": { muon: [numbered(1), numbered(2)] },
};

/** A file of dimuon events, opened once for each half. */
export interface UserFile {
  readonly events: number;
  readonly even: Events<Collision>;
  readonly odd: Events<Collision>;
}

const open = (path: string, options: FileOptions): Events<Collision> =>
  path.toLowerCase().endsWith(".csv") ? csv(path, options) : parquet(path, options);

const doesNotFit = (error: unknown): boolean =>
  isJagradError(error) && (error.code === "E_COLUMN" || error.code === "E_SHAPE" || error.code === "E_TYPE");

/**
 * Opens a file of events with muons, whichever of the known layouts it has.
 * @throws E_FILE where it cannot be read, E_COLUMN where it has none of the layouts, E_TYPE where it has one whose
 * columns are no numbers
 */
export const userFile = async (path: string): Promise<UserFile> => {
  const reasons: unknown[] = [];
  for (const records of Object.values(layouts)) {
    try {
      await lastValueFrom(pairs(hard)(open(path, { records })).pipe(hard.count()));
    } catch (error) {
      if (!doesNotFit(error)) throw error;
      reasons.push(error);
      continue;
    }
    const events = (await lastValueFrom(open(path, { records }).pipe(hard.count()))).value;
    const half = (name: Half): Events<Collision> => open(path, { records, keep: true, fold: halves[name] });
    return { events, even: half("even"), odd: half("odd") };
  }
  const misfit = reasons.find((error) => isJagradError(error) && error.code !== "E_COLUMN");
  if (misfit) throw misfit;
  throw fail("E_COLUMN", {
    what: "this file has no muons in a layout that is known",
    where: path,
    cure: `one of: ${Object.keys(layouts).join("; ")}`,
    cause: reasons.at(-1),
  });
};
