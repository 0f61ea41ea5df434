import { lastOf, plainBindings } from "../../core/index.ts";
import { cutInto } from "../arbitraries/batches.ts";
import { nameOfUse } from "../arbitraries/pipelines.ts";
import { uniforms } from "../arbitraries/samples.ts";
import { numbersFrom, scalarOf, slopesFrom, streamOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { parametersOf, type SampledUse, sampleFor } from "../operator-use.ts";
import type { Settings } from "../settings.ts";
import { expectSame } from "./same-number.ts";

/** More than two blocks of the reader, and no multiple of one. */
const size = 17_001;

const repeated = (n: number, times: number): readonly number[] => Array<number>(times).fill(n);

/** Sizes of batches: alone, in small pieces, with empty batches, at the borders of blocks, at random. */
const cutsFor = ({ seed }: Settings): Readonly<Record<string, readonly number[]>> => {
  const uniform = uniforms(seed);
  return {
    one: repeated(1, 300),
    seven: repeated(7, 300),
    "sixty-four, each after an empty one": repeated(64, 250).flatMap((n) => [0, n]),
    "at the border of a block": [8191, 2, 0, 8191],
    random: Array.from({ length: 40 }, () => Math.floor(uniform() ** 3 * 2000)),
  };
};

const law = (name: string, nulls: boolean): Law<SampledUse> => ({
  name,
  says: "no bit of a result or of its derivatives depends on how the stream was cut into batches",
  nameOf: nameOfUse,
  check: async (use, settings) => {
    const { pipeline, flavour } = use;
    const columns = sampleFor(use)(size, settings.seed, nulls);
    const parameters = parametersOf(use);
    const run = async (sizes: readonly number[]) => {
      const stream = pipeline(streamOf(cutInto(columns, size, sizes)));
      const numbers = await numbersFrom(stream);
      const scalar = flavour === "diff" ? scalarOf(stream, await lastOf(stream, plainBindings)) : undefined;
      const forward = scalar ? await slopesFrom(scalar, parameters, "forward") : [];
      const reverse = scalar ? await slopesFrom(scalar, parameters, "reverse") : [];
      return { numbers, slopes: [...forward, ...reverse] };
    };
    const whole = await run([]);
    if (whole.numbers.length === 0) throw new Error("the pipeline emitted no number");
    for (const [name, sizes] of Object.entries(cutsFor(settings))) {
      const { numbers, slopes } = await run(sizes);
      expectSame(
        `cut in ${name}: numbers`,
        numbers.map(([, x]) => x),
        whole.numbers.map(([, x]) => x),
      );
      expectSame(`cut in ${name}: derivatives`, slopes, whole.slopes);
    }
  },
});

export const cutsLaw = law("cuts", false);
/** Of a batch in which nothing is missing a source may leave out the validity. */
export const cutsWithNullsLaw = law("cuts with missing numbers", true);
