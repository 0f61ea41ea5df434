import type { Observable } from "rxjs";
import { type Batch, fail, rowOf } from "../core/index.ts";
import { type IterationOptions, toAsyncIterable } from "./to-async-iterable.ts";

const checkPlain = ({ stages, source }: Batch): void => {
  if (stages.length === 0) return;
  throw fail("E_TYPE", {
    what: `the events behind ${stages.map(({ operator }) => operator).join(", ")} are not computed one by one`,
    where: source.name,
    cure: "iterate over the source itself, or end the stages with columns() and iterate over batches of columns",
  });
};

async function* rowsIn<E>(events: Observable<Batch<E>>, options: IterationOptions): AsyncGenerator<E, undefined> {
  const { signal } = options;
  for await (const batch of toAsyncIterable(events, options)) {
    checkPlain(batch);
    for (let i = 0; i < batch.size; i++) {
      if (signal?.aborted)
        throw fail("E_CANCELLED", { what: "the iteration over events was aborted", cause: signal.reason });
      yield rowOf(batch, i) as E;
    }
  }
  return undefined;
}

/**
 * The events of a source one by one, each as the plain JavaScript value that a lambda is given, for `for await`. It is
 * for looking at events: an analysis runs on whole batches.
 * @throws in the loop: as `toAsyncIterable`; E_TYPE where stages are pending
 * @example
 * for await (const ev of rowsOf(events)) if (ev.muon.length > 3) console.log(ev.met);
 */
export const rowsOf = <E>(events: Observable<Batch<E>>, options: IterationOptions = {}): AsyncIterable<E> => ({
  [Symbol.asyncIterator]: () => rowsIn(events, options),
});
