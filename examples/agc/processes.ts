import { basename } from "node:path";
import { type Events, parquet } from "jagrad/adapters/duckdb";
import { count } from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import type { Collision } from "./collision.ts";
import { convert } from "./convert.ts";
import type { Options } from "./options.ts";
import { type Process, processOf } from "./process.ts";
import { sample } from "./sample.ts";
import { skim } from "./skim.ts";

const folder = "out/agc";

const opened = async (input: string): Promise<Events<Collision>> => {
  if (!input.toLowerCase().endsWith(".root")) return parquet<Collision>(input);
  const converted = `${folder}/${basename(input, ".root")}.parquet`;
  await convert(input, converted);
  return parquet<Collision>(converted);
};

/** How many events of each process there are, and the processes. */
export interface Opened {
  readonly events: number;
  readonly processes: readonly [Process, ...Process[]];
}

/**
 * The processes of a run: ttbar from a file, or ttbar and W+jets simulated.
 * @throws E_FILE where the file cannot be read, and what `convert` throws
 */
export const processesOf = async ({ input, events, seed }: Options): Promise<Opened> => {
  if (input === undefined)
    return {
      events,
      processes: [
        processOf("ttbar", skim(sample("ttbar", events, 2 * seed)), events),
        processOf("wjets", skim(sample("wjets", events, 2 * seed + 1)), events),
      ],
    };
  const found = await opened(input);
  const { value } = await lastValueFrom(found.pipe(count()));
  return { events: value, processes: [processOf("ttbar", skim(found), value)] };
};
