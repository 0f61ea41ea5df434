import { parseArgs } from "node:util";

export const workloads = ["stream", "duckdb", "arrow"] as const;
export type Workload = (typeof workloads)[number];

export interface Options {
  readonly only: readonly Workload[];
  readonly events: number | undefined;
  readonly rounds: number | undefined;
  readonly json: boolean;
  readonly clean: boolean;
  readonly help: boolean;
}

export const usage = `npm run -s bench:columns -- [options]
  --only NAME   one of ${workloads.join(", ")}; may be given more than once
  --events N    events in all: default 20000000 for stream, 2000000 for the others
  --rounds N    timed rounds: default 3 for stream, 9 for the others
  --json        the result as one line of JSON
  --clean       delete the samples that were made, and nothing else`;

const isWorkload = (name: string): name is Workload => workloads.some((known) => known === name);

const whole = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${text}: a whole number from 1 is needed\n${usage}`);
};

/** What the command line asks for; @throws where it asks for something that there is not */
export const optionsOf = (args: readonly string[]): Options => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { only: { ...text, multiple: true }, events: text, rounds: text, json: flag, clean: flag, help: flag },
  });
  const { only = [...workloads], events, rounds, json, clean, help } = values;
  const unknown = only.find((name) => !isWorkload(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is no such workload\n${usage}`);
  return {
    only: only.filter(isWorkload),
    events: whole("events", events),
    rounds: whole("rounds", rounds),
    json,
    clean,
    help,
  };
};
