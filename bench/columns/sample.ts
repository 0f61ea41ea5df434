import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quoted, withDuckDB } from "./duck.ts";
import { recipe } from "./recipe.ts";

const folder = join(tmpdir(), "jagrad-bench");

/** Writes so many events to a Parquet file. */
export const writeSample = (path: string, events: number): Promise<unknown> =>
  withDuckDB(
    (connection) => connection.run(`copy (${recipe(events)}) to ${quoted(path)} (format parquet, compression zstd)`),
    2,
  );

/** A Parquet file with so many events, made by DuckDB when it is first asked for. */
export const sample = async (events: number): Promise<string> => {
  const mark = createHash("sha256").update(recipe(events)).digest("hex").slice(0, 8);
  const path = join(folder, `events-${events}-${mark}.parquet`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeSample(unfinished, events);
  renameSync(unfinished, path);
  return path;
};

/** Deletes what `sample` made. */
export const removeSamples = (): void => rmSync(folder, { recursive: true, force: true });
