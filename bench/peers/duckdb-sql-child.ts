import { DuckDBInstance } from "@duckdb/node-api";
import type { Numbers } from "../workloads/contest.ts";
import { weighed } from "../workloads/spectrum.ts";
import { muonEvents } from "../workloads/w2-events.ts";
import { answer } from "./answer.ts";
import { functions, pairsInSql } from "./pairs-in-sql.ts";

const [size = "0", cut = "", scale = "", slope = ""] = process.argv.slice(2);

/** W2 by SQL on a table in memory, on one thread. */
await answer(async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(
    "create table muons (event INTEGER, k INTEGER, pt DOUBLE, eta DOUBLE, phi DOUBLE, charge INTEGER)",
  );
  for (const macro of functions) await connection.run(macro);
  const { offsets, pt, eta, phi, charge } = muonEvents(Number(size));
  const appender = await connection.createAppender("muons");
  for (let event = 0; event < Number(size); event++)
    for (let i = offsets[event] ?? 0; i < (offsets[event + 1] ?? 0); i++) {
      appender.appendInteger(event);
      appender.appendInteger(i);
      for (const column of [pt, eta, phi]) appender.appendDouble(column[i] ?? Number.NaN);
      appender.appendInteger(charge[i] ?? 0);
      appender.endRow();
    }
  appender.closeSync();
  const asked = { cut: Number(cut), scale: Number(scale), slope: Number(slope) };
  const run = async (derivatives: boolean): Promise<Numbers> => {
    const reader = await connection.runAndReadAll(pairsInSql("muons", { ...asked, derivatives }));
    const [bins = [], ...sums] = reader.getColumnsJS();
    return sums.map((sum) => {
      const contents = new Float64Array(30);
      for (const [row, bin] of bins.entries()) contents[Number(bin)] = Number(sum[row]);
      return weighed(contents);
    });
  };
  return { gradient: () => run(true), value: () => run(false) };
});
