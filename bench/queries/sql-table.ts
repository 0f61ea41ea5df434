import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { writeParquet } from "jagrad/adapters/duckdb";
import type { Batch, Column, RecordColumn } from "jagrad/core";
import { quoted } from "../columns/duck.ts";

type Field = readonly [name: string, column: Column];

/** `Jet` with `pt` becomes `Jet_pt`, a list of numbers: who reads one of them does not read the others. */
const flat = ([name, column]: Field): readonly Field[] => {
  if (column.kind === "record") return [...column.fields].map(([field, inner]) => [`${name}_${field}`, inner]);
  if (column.kind !== "list") return [[name, column]];
  return flat([name, column.item]).map(([field, item]) => [field, { ...column, item }]);
};

const flatColumns = ({ fields }: RecordColumn): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].flatMap(flat)),
});

/** A connection, on one thread, to a table `events` in memory: a number and the columns of each event, as NanoAOD has them. */
export const tableOf = async (batches: readonly Batch[]): Promise<DuckDBConnection> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const folder = mkdtempSync(join(tmpdir(), "jagrad-bench-"));
  const paths = batches.map((_, k) => join(folder, `${k}.parquet`));
  for (const [k, { columns }] of batches.entries()) await writeParquet(paths[k] ?? "", flatColumns(columns));
  await connection.run(
    `create table events as select row_number() over () as event, * from read_parquet([${paths.map(quoted).join(", ")}])`,
  );
  rmSync(folder, { recursive: true });
  return connection;
};
