import * as A from "apache-arrow";
import { arrow } from "jagrad/adapters/arrow";
import type { Batch } from "jagrad/core";
import { arrowBytes } from "./arrow-input.ts";
import { added, type Checksum, checkSame, checksumOf, checksumOfColumns } from "./checksum.ts";
import { rounds, spreadOf } from "./clock.ts";
import { overBatches } from "./duckdb-extraction.ts";
import { triggers } from "./recipe.ts";

const sumOf = (values: ArrayLike<number>, end: number): number => {
  let sum = 0;
  for (let i = 0; i < end; i++) sum += values[i] ?? 0;
  return sum;
};

const child = (data: A.Data, name: string): A.Data => {
  const place = data.type.children.findIndex((field: A.Field) => field.name === name);
  const found = data.children[place];
  if (found === undefined) throw new Error(`there is no column ${name}`);
  return found;
};

const itemsOf = (list: A.Data): readonly [A.Data, number] => [
  list.children[0] ?? list,
  list.valueOffsets[list.length] ?? 0,
];

/** Words told apart by their length: all that a loop over the raw offsets can see. */
const countWords = ({ valueOffsets, length }: A.Data): readonly number[] => {
  const counts = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    const size = (valueOffsets[i + 1] ?? 0) - (valueOffsets[i] ?? 0);
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return triggers.map((name) => counts.get(name.length) ?? 0);
};

/** The checksum by loops over the buffers that apache-arrow finds; nothing is checked before it is read. */
const rawChecksum = (bytes: Uint8Array): Checksum => {
  let total: Checksum = {};
  for (const { data } of A.tableFromIPC(bytes).batches) {
    const [muon, muons] = itemsOf(child(data, "muon"));
    const [jet, jets] = itemsOf(child(data, "jet_pt"));
    const rows = data.length;
    const plain = ["met", "met_phi", "mt"].map((name) => [name, sumOf(child(data, name).values, rows)]);
    const items = ["pt", "eta", "phi", "charge"].map((name) => [
      `muon_${name}`,
      sumOf(child(muon, name).values, muons),
    ]);
    total = added(total, {
      events: rows,
      ...Object.fromEntries(plain),
      mt_present: rows - child(data, "mt").nullCount,
      muons,
      ...Object.fromEntries(items),
      jets,
      jet_pt: sumOf(jet.values, jets),
      ...Object.fromEntries(countWords(child(data, "trigger")).map((count, k) => [`trigger_${k}`, count])),
    });
  }
  return total;
};

const ourChecksum = (bytes: Uint8Array): Promise<Checksum> =>
  overBatches<Checksum>(
    arrow(bytes),
    (total, { columns, size }: Batch) => added(total, checksumOfColumns(columns, size)),
    {},
  );

/** The bytes to read, after both readers gave what SQL gives. */
export const checkArrow = async (path: string): Promise<Uint8Array> => {
  const [wanted, bytes] = [await checksumOf(path), await arrowBytes(path)];
  checkSame("the Arrow adapter", await ourChecksum(bytes), wanted);
  checkSame("the loop over apache-arrow", rawChecksum(bytes), wanted);
  return bytes;
};

/** Costs of reading the six columns out of Arrow bytes in memory [ns per event]; `sum` reads every value as well. */
export const arrowExtraction = async (path: string, count: number) => {
  const bytes = await checkArrow(path);
  const { events = 0 } = rawChecksum(bytes);
  const costs = await rounds(
    {
      adapter: () => overBatches(arrow(bytes), (sum, { size }) => sum + size, 0),
      adapterSum: () => ourChecksum(bytes),
      rawSum: async () => rawChecksum(bytes),
    },
    count,
  );
  const perEvent = (name: keyof typeof costs) => spreadOf(costs[name].map(({ cpu }) => (cpu * 1e9) / events));
  return {
    events,
    bytes: bytes.length,
    adapter: perEvent("adapter"),
    adapterSum: perEvent("adapterSum"),
    rawSum: perEvent("rawSum"),
  };
};
