import { Subject } from "rxjs";
import type { Batch } from "../../core/columns/index.ts";
import { lastOf, plainBindings } from "../../core/index.ts";
import { cutInto } from "../arbitraries/batches.ts";
import { nameOfUse, type SeenEvent } from "../arbitraries/pipelines.ts";
import { numbersFrom, numbersOf, streamOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { type SampledUse, sampleFor } from "../operator-use.ts";
import { expectSame } from "./same-number.ts";

const size = 300;

const values = (numbers: readonly (readonly [string, number])[]): readonly number[] => numbers.map(([, x]) => x);

export const repeatsLaw: Law<SampledUse> = {
  name: "repeats",
  says: "every subscription to a pipeline starts afresh: one after the other, after one that was left, and two at once",
  nameOf: nameOfUse,
  check: async (use, { seed }) => {
    const batches = cutInto<SeenEvent>(sampleFor(use)(size, seed), size, [90, 0, 120]);
    const wanted = values(await numbersFrom(use.pipeline(streamOf(batches))));
    if (wanted.length === 0) throw new Error("the pipeline emitted no number");

    const again = use.pipeline(streamOf(batches));
    for (const name of ["the first", "the second", "the third"])
      expectSame(`${name} subscription`, values(await numbersFrom(again)), wanted);

    const source = new Subject<Batch<SeenEvent>>();
    const shared = use.pipeline(source);
    const left = shared.subscribe({ error: () => undefined });
    for (const batch of batches.slice(0, 2)) source.next(batch);
    left.unsubscribe();
    const both = [lastOf(shared, plainBindings), lastOf(shared, plainBindings)];
    for (const batch of batches) source.next(batch);
    source.complete();
    for (const emitted of await Promise.all(both))
      expectSame("one of two subscriptions at once", values(numbersOf(emitted)), wanted);
  },
};
