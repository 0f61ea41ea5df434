import { Observable } from "rxjs";
import {
  type Batch,
  batchOf,
  currentDemand,
  type Demand,
  fail,
  isJagradError,
  type JagradError,
  type RecordColumn,
  type Source,
  seenAlone,
  type View,
  withDemand,
} from "../core/index.ts";
import { leftOnAbort } from "./left-on-abort.ts";
import { sameShape } from "./same-shape.ts";
import { turns } from "./turns.ts";

/** A stream of batches of events; `E` is the type of one event as a file or an array holds it. */
export type Events<E> = Observable<Batch<View<E>>>;

const sources = new WeakMap<object, Source>();

/** The source of a stream that `eventsFrom` made. */
export const sourceOf = (events: object): Source | undefined => sources.get(events);

/** Opens a source for one subscription: batches on request, the connection released when the iterator is left. */
export type Open = (demand: Demand, signal: AbortSignal) => AsyncIterable<Batch>;

const upstream = (source: Source, error: unknown): JagradError =>
  isJagradError(error)
    ? error
    : fail("E_UPSTREAM", {
        what: `reading failed: ${error instanceof Error ? error.message : String(error)}`,
        where: source.name,
        cause: error,
      });

const checkShape = (source: Source, first: RecordColumn, batch: Batch): void => {
  if (sameShape(first, batch.columns)) return;
  throw fail("E_SCHEMA", {
    what: `the batch that begins at event ${batch.first} has other columns than the first`,
    where: source.name,
  });
};

/**
 * A stream of events from a source that is read on request. Cold: each subscription opens the source anew. The next
 * batch is asked for after `next` has returned and the subscriber is ready; to unsubscribe aborts the signal and leaves
 * the iterator. What is subscribed to because it has ended, as by `concat`, is waited for in the same way.
 * @param open - called while the subscription is made, with the demand of that subscription
 * @throws in the stream: E_UPSTREAM around errors that are not of this package; E_SCHEMA where columns change;
 * E_SHAPE, E_OFFSETS where a batch is malformed
 */
export const eventsFrom = <E>(source: Source, open: Open): Events<E> => {
  const events: Events<E> = new Observable((out) => {
    const stop = new AbortController();
    const demand = currentDemand();
    const pump = async (): Promise<void> => {
      let shape: RecordColumn | undefined;
      const pause = turns();
      const batches = open(demand, stop.signal);
      if (demand.ready) await demand.ready();
      for await (const { columns, first, size } of leftOnAbort(batches, stop.signal)) {
        if (out.closed) return;
        const batch = batchOf<View<E>>(columns, source, first, size);
        shape ??= columns;
        checkShape(source, shape, batch);
        out.next(batch);
        if (out.closed) return;
        await pause();
        if (demand.ready) await demand.ready();
      }
    };
    withDemand({ ...demand, givesBack: false }, pump).then(
      () => withDemand({ names: undefined, ready: demand.ready }, () => out.complete()),
      (error: unknown) => {
        if (!out.closed) out.error(upstream(source, error));
      },
    );
    return () => stop.abort();
  });
  sources.set(events, source);
  return seenAlone(events);
};
