import { answer } from "../peers/answer.ts";
import { generated } from "./events.ts";
import { type Bins, sqlHistograms } from "./sql-histograms.ts";
import { tableOf } from "./sql-table.ts";

const [events = "0", query = "0", histograms = "[]"] = process.argv.slice(2);

/** A query in SQL on a table in memory, on one thread: the contents of its histograms, one after the other. */
await answer(async () => {
  const connection = await tableOf(generated(Number(events)));
  const fill = await sqlHistograms(connection, Number(query), JSON.parse(histograms) as readonly Bins[]);
  const run = async () => (await fill()).flatMap((contents) => [...contents]);
  return { gradient: run, value: run };
});
