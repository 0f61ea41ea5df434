import { timed } from "./clock.ts";
import { quoted, withDuckDB } from "./duck.ts";
import { countChunks } from "./duckdb-extraction.ts";

/** The columns that the passes over a file read; of the muons they want the number. */
const read = "met, mt, weight, len(muon)::INTEGER, jet_pt";
const bytesInChunks = 56;

const [path = ""] = process.argv.slice(2);
const { result, cpu, wall } = await timed(() =>
  withDuckDB(async (connection) =>
    countChunks(await connection.stream(`select ${read} from read_parquet(${quoted(path)})`), bytesInChunks),
  ),
);
console.log(JSON.stringify({ events: result, cpu, wall }));
