import { stderr, stdout } from "node:process";
import { isJagradError } from "jagrad/core";
import { jsonLine } from "./json-line.ts";
import { type Options, optionsOf, usage } from "./options.ts";
import { processesOf } from "./processes.ts";
import { estimateTable, refusals, regionTable, systematicTable, templateTables, undecided } from "./report.ts";
import { type Study, study } from "./study.ts";

const lines = ({ found, estimates }: Study, seconds: number): readonly string[] => [
  "Selected events, and yields at 3378/pb",
  regionTable(found),
  "",
  ...found.flatMap((each) => [
    ...templateTables(each),
    `${each.process.name}: changes of the yields, one standard deviation up and down`,
    systematicTable(each),
    "",
  ]),
  "Changes of selected ttbar events and of the sum of their observable, for the step named: by slopes, and half the",
  "difference of the hard analysis a step up and a step down",
  estimateTable(estimates),
  ...refusals(estimates),
  ...undecided(estimates),
  "",
  `${seconds.toFixed(1)} s in all`,
];

const analyse = async (options: Options): Promise<void> => {
  const { input, json, seed } = options;
  const { events, processes } = await processesOf(options);
  const opening =
    input === undefined ? `${events} simulated events of each process, seed ${seed}` : `${events} events of ${input}`;
  if (!json) stdout.write(`${opening}\n\n`);
  const found = await study(processes);
  const seconds = Math.round(performance.now()) / 1000;
  stdout.write(json ? `${jsonLine(found, events, seconds)}\n` : `${lines(found, seconds).join("\n")}\n`);
};

/** What a user can mend: errors of this package, and of the file system. */
const isExpected = (error: unknown): error is Error =>
  isJagradError(error) || (error instanceof Error && "syscall" in error);

/**
 * Runs the example.
 * @param argv - the arguments of the command line
 * @returns the exit code: 1 where arguments or a file are no good
 */
export const run = async (argv: readonly string[]): Promise<number> => {
  try {
    const options = optionsOf(argv);
    if (options.help) stdout.write(`${usage}\n`);
    else await analyse(options);
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
};
