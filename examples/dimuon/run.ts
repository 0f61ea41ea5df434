import { stderr, stdout } from "node:process";
import { parquet } from "jagrad/adapters/duckdb";
import { isJagradError } from "jagrad/core";
import { type Analysis, halves, type Regions } from "./analysis.ts";
import { type Calibration, calibrate } from "./calibration.ts";
import { truth } from "./events.ts";
import { type Options, optionsOf, usage } from "./options.ts";
import type { Collision } from "./pairs.ts";
import { present } from "./present.ts";
import { makeSample, type Sample } from "./sample.ts";
import { checkSidebands } from "./sidebands.ts";
import type { Subject } from "./subjects.ts";
import { userFile } from "./user-file.ts";
import { zWindow } from "./z-window.ts";

/** Makes the analysis of a sample. */
export type AnalysisOf<R extends Regions> = (
  sample: Sample,
  calibration: Calibration,
  subjects: readonly Subject[],
) => Analysis<R>;

const folder = "out/dimuon";

const scaleLine = ({ scale, resolution, pairs }: Calibration): string =>
  resolution === undefined
    ? `momentum scale: no fit with ${pairs} pairs near the Z peak, ${scale.value} ± ${scale.sigma} is assumed`
    : `momentum scale: ${scale.value.toFixed(5)} ± ${scale.sigma.toFixed(5)} from a fit of ${pairs} pairs near the Z peak, ` +
      `mass resolution ${resolution.toFixed(2)} GeV`;

const ofFile = async (input: string, { json, optimise }: Options): Promise<void> => {
  const file = await userFile(input);
  const calibration = await calibrate(file.even);
  const analysis = zWindow(file, calibration, optimise);
  await checkSidebands(analysis, input);
  const opening = [`${file.events} events of ${input}`, scaleLine(calibration)];
  await present(analysis, { events: file.events, json, opening });
};

const ofSample = async <R extends Regions>(
  { events, seed, json, optimise }: Options,
  resonance: AnalysisOf<R>,
): Promise<void> => {
  const sample = await makeSample({ events, seed, folder });
  const calibration = await calibrate(parquet<Collision>(sample.background, { fold: halves.even }));
  const { value, sigma } = calibration.scale;
  const made = 1 / truth.scale;
  const opening = [
    `${events} signal and ${events} background events, seed ${seed}, in ${folder}`,
    scaleLine(calibration),
    `  the sample was made with ${made.toFixed(5)}, pull ${((value - made) / sigma).toFixed(2)}`,
  ];
  await present(resonance(sample, calibration, optimise), { events: 2 * events, json, opening });
};

/** What a user can mend: errors of this package, and of the file system. */
const isExpected = (error: unknown): error is Error =>
  isJagradError(error) || (error instanceof Error && "syscall" in error);

/**
 * Runs the example.
 * @param argv - the arguments of the command line
 * @param resonance - the analysis of the sample that is made where no file is given
 * @returns the exit code: 1 where arguments or a file are no good
 */
export const run = async <R extends Regions>(argv: readonly string[], resonance: AnalysisOf<R>): Promise<number> => {
  try {
    const options = optionsOf(argv);
    const { help, input } = options;
    if (help) stdout.write(`${usage}\n`);
    else await (input === undefined ? ofSample(options, resonance) : ofFile(input, options));
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
};
