import type { Column, LeafColumn, ListColumn, RecordColumn } from "jagrad/core";
import { isValid } from "jagrad/core";
import { quoted, rowsOf } from "./duck.ts";
import { triggers } from "./recipe.ts";

/** Sums over all values of six columns and counts; all numbers are exact, so that two readers agree to the last bit. */
export type Checksum = Readonly<Record<string, number>>;

const itemSums = ["pt", "eta", "phi", "charge"] as const;

/** The checksum of a file by SQL. */
export const checksumOf = async (path: string): Promise<Checksum> => {
  const sums = [
    "count(*) as events",
    ...["met", "met_phi", "mt"].map((name) => `sum(${name}::DOUBLE) as ${name}`),
    "count(mt) as mt_present",
    "sum(len(muon)) as muons",
    ...itemSums.map((name) => `sum(list_sum([m.${name}::DOUBLE for m in muon])) as muon_${name}`),
    "sum(len(jet_pt)) as jets",
    "sum(list_sum(jet_pt::DOUBLE[])) as jet_pt",
    ...triggers.map((name, k) => `count(*) filter (trigger = '${name}') as trigger_${k}`),
  ];
  const [row = {}] = await rowsOf(`select ${sums.join(", ")} from read_parquet(${quoted(path)})`);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
};

const sumOf = (values: LeafColumn["values"], first: number, end: number): number => {
  let sum = 0;
  if (!(values instanceof BigInt64Array)) for (let i = first; i < end; i++) sum += values[i] ?? 0;
  return sum;
};

const as = <K extends Column["kind"]>(column: Column | undefined, kind: K): Extract<Column, { kind: K }> => {
  if (column?.kind === kind) return column as Extract<Column, { kind: K }>;
  throw new Error(`expected a column of kind ${kind}, there is ${column?.kind ?? "none"}`);
};

const span = ({ offsets }: ListColumn, rows: number): readonly [number, number] => [
  offsets[0] ?? 0,
  offsets[rows] ?? 0,
];

const present = ({ validity }: LeafColumn, rows: number): number => {
  let count = 0;
  for (let i = 0; i < rows; i++) if (isValid(validity, i)) count++;
  return count;
};

const wordCounts = ({ values, dictionary = [] }: LeafColumn, rows: number): readonly number[] => {
  const counts = new Float64Array(dictionary.length);
  for (let i = 0; i < rows; i++) {
    const code = Number(values[i]);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return triggers.map((name) => counts[dictionary.indexOf(name)] ?? 0);
};

/** The checksum of some events that an adapter read; every value is looked at. */
export const checksumOfColumns = ({ fields }: RecordColumn, rows: number): Checksum => {
  const leaf = (name: string): LeafColumn => as(fields.get(name), "leaf");
  const muon = as(fields.get("muon"), "list");
  const jet = as(fields.get("jet_pt"), "list");
  const [firstMuon, endMuon] = span(muon, rows);
  const [firstJet, endJet] = span(jet, rows);
  const muonFields = as(muon.item, "record").fields;
  return {
    events: rows,
    ...Object.fromEntries(["met", "met_phi", "mt"].map((name) => [name, sumOf(leaf(name).values, 0, rows)])),
    mt_present: present(leaf("mt"), rows),
    muons: endMuon - firstMuon,
    ...Object.fromEntries(
      itemSums.map((name) => [`muon_${name}`, sumOf(as(muonFields.get(name), "leaf").values, firstMuon, endMuon)]),
    ),
    jets: endJet - firstJet,
    jet_pt: sumOf(as(jet.item, "leaf").values, firstJet, endJet),
    ...Object.fromEntries(wordCounts(leaf("trigger"), rows).map((count, k) => [`trigger_${k}`, count])),
  };
};

export const added = (a: Checksum, b: Checksum): Checksum =>
  Object.fromEntries(Object.entries(b).map(([name, value]) => [name, value + (a[name] ?? 0)]));

/** @throws where two checksums differ, with every number that does */
export const checkSame = (what: string, found: Checksum, wanted: Checksum): void => {
  const names = Object.keys({ ...wanted, ...found }).filter((name) => found[name] !== wanted[name]);
  if (names.length === 0) return;
  const lines = names.map((name) => `  ${name}: ${found[name]} instead of ${wanted[name]}`);
  throw new Error(`${what} gives other results than SQL\n${lines.join("\n")}`);
};
