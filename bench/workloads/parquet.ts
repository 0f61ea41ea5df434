import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Cost, type Spread, spreadOf } from "../columns/clock.ts";
import { sample } from "../columns/sample.ts";
import { checkRun, streamRun } from "../columns/stream.ts";
import { truthOf } from "../columns/truth.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";

const run = promisify(execFile);
const child = fileURLToPath(new URL("../columns/decode-child.ts", import.meta.url));

const decoded = async (path: string, events: number): Promise<Cost> => {
  const { stdout } = await run(process.execPath, ["--conditions=source", child, path]);
  const said = JSON.parse(stdout) as Cost & { readonly events: number };
  if (said.events !== events) throw new Error(`DuckDB decoded ${said.events} events of ${events}`);
  return said;
};

const cell = ({ best, median, worst }: Spread): string =>
  `${shownNumber(median)} (${shownNumber(best)}-${shownNumber(worst)})`;

/** From a Parquet file to a gradient, each pass in a process of its own, and how much of it DuckDB takes to decode the file. */
export const parquet = async ({ events = 10_000_000, rounds }: Options): Promise<Section> => {
  const path = await sample(events);
  const truth = await truthOf(path);
  const [passes, decodings, memory]: [number[], number[], number[]] = [[], [], []];
  const walls: number[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const pass = await streamRun(path, "gradient");
    checkRun(pass, truth);
    passes.push((pass.cpu * 1e9) / events);
    walls.push(pass.wall);
    memory.push(pass.memory);
    decodings.push(((await decoded(path, events)).cpu * 1e9) / events);
  }
  const [gradient, decoding] = [spreadOf(passes), spreadOf(decodings)];
  const fraction = spreadOf(decodings.map((cpu, k) => cpu / (passes[k] ?? Number.NaN)));
  return {
    name: "parquet",
    what: `${events} events from a Parquet file to a sum and its derivatives by two parameters, processor time of all threads; DuckDB alone, its chunks dropped`,
    heading: ["", "gradient, ns/event", "wall, s", "DuckDB alone, ns/event", "part of the whole", "resident, MB"],
    lines: [
      [
        "from Parquet",
        cell(gradient),
        cell(spreadOf(walls)),
        cell(decoding),
        cell(fraction),
        Math.max(...memory).toFixed(0),
      ],
    ],
    json: {
      "from Parquet": {
        nsPerEvent: gradient.median,
        wallSeconds: spreadOf(walls).median,
        decodingNsPerEvent: decoding.median,
        decodingPart: fraction.median,
        residentMB: Math.max(...memory),
        events,
      },
    },
  };
};
