import { describe, expect, it } from "vitest";
import { branchNames } from "./branches.ts";
import type { Entry } from "./jsroot.ts";
import { pieceOf } from "./piece.ts";

const floats = Float32Array.of(1, 2);

/** An entry with two jets and nothing else. */
const entry = (changed: Readonly<Record<string, Entry | undefined>> = {}) => ({
  ...Object.fromEntries(branchNames.map((name) => [name, new Float32Array(0)])),
  event: 7,
  nJet: 2,
  nElectron: 0,
  nMuon: 0,
  Jet_pt: floats,
  Jet_eta: floats,
  Jet_phi: floats,
  Jet_mass: floats,
  Jet_btagCSVV2: floats,
  Jet_jetId: Int32Array.of(6, 0),
  Electron_cutBased: new Int32Array(0),
  Muon_tightId: new Uint8Array(0),
  ...changed,
});

describe("entries of a tree", () => {
  it("become lists of records", () => {
    const piece = pieceOf(2);
    piece.add(entry());
    piece.add(entry({ event: 8 }));
    const { fields } = piece.columns();
    expect([...fields.keys()]).toEqual(["event", "Jet", "Electron", "Muon"]);
    expect(fields.get("Jet")).toMatchObject({ kind: "list", offsets: Int32Array.of(0, 2, 4) });
    expect(fields.get("event")).toMatchObject({ dtype: "i64", values: BigInt64Array.of(7n, 8n) });
  });

  it.each([
    ["a list of another length than its counter says", { Jet_pt: Float32Array.of(1) }, "E_SHAPE", "Jet_pt has 1 items"],
    [
      "a list of another type",
      { Jet_pt: Int32Array.of(1, 2) },
      "E_TYPE",
      "Jet_pt holds Int32Array, expected Float32Array",
    ],
    ["a number where a list should be", { Jet_pt: 5 }, "E_TYPE", "Jet_pt holds number"],
    ["nothing where a list should be", { Muon_pt: undefined }, "E_TYPE", "Muon_pt holds undefined"],
    ["an event number above 2^53", { event: 2 ** 60 }, "E_LIMIT", "event holds"],
    ["a counter that is a list", { nJet: floats }, "E_TYPE", "nJet holds"],
  ] as const)("with %s are refused", (_what, changed, code, said) => {
    expect(() => pieceOf(1).add(entry(changed))).toThrow(expect.objectContaining({ code }));
    expect(() => pieceOf(1).add(entry(changed))).toThrow(said);
  });

  it("that do not come are missed", () => {
    expect(() => pieceOf(1).columns()).toThrow("E_SHAPE: 0 entries were read, expected 1");
  });
});
