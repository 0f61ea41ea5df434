import { type EventsType, eventsType, fail } from "../core/index.ts";
import { type Events, sourceOf } from "./events.ts";

/** The type of the first batch; a source that ends without one says nothing. */
const ofFirstBatch = <E>(events: Events<E>): Promise<EventsType> =>
  new Promise((resolve, reject) => {
    const subscription = events.subscribe({
      next: ({ type, source, stages }) => {
        queueMicrotask(() => subscription.unsubscribe());
        if (stages.length > 0)
          reject(
            fail("E_TYPE", {
              what: `${stages.map(({ operator }) => operator).join(", ")} are pending on these events`,
              where: source.name,
              cure: "typeOf(events) before the first operator",
            }),
          );
        else resolve(source.type ? source.type() : eventsType(type.schema, undefined));
      },
      error: reject,
      complete: () =>
        reject(fail("E_TYPE", { what: "the stream completed without events, which would say their type" })),
    });
  });

/**
 * The type of the events of a source: `var * {met: f64, muon: var * {pt: f32}}`, with their number in place of `var`
 * where the source knows it without reading. No event is read, save where a source has no other way to say: then the
 * first batch is. What a file calls missing is not looked for.
 * @throws what opening the source throws; E_TYPE for events with operators pending on them, and where nothing says the
 * type; E_REPLAY for a source that reading the first batch would use up
 * @example
 * console.log(String(await typeOf(parquet("events.parquet"))));
 */
export const typeOf = <E>(events: Events<E>): Promise<EventsType> => {
  const source = sourceOf(events);
  if (source?.type) return source.type();
  if (source?.replayable !== false) return ofFirstBatch(events);
  return Promise.reject(
    fail("E_REPLAY", {
      what: "the type of these events is in their first batch, and they can be read only once",
      where: source.name,
      cure: "String(batch.type) of the first batch",
    }),
  );
};
