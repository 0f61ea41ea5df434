import { from, type Observable } from "rxjs";
import { type Batch, batchOf, columnOf, type View } from "../core/index.ts";

/** Objects as batches of a size, for tests. */
export const batchesOf = <E extends object>(
  objects: readonly E[],
  size = objects.length || 1,
  replayable = true,
): readonly Batch<View<E>>[] => {
  const batches: Batch<View<E>>[] = [];
  for (let first = 0; first < objects.length; first += size) {
    const columns = columnOf(objects.slice(first, first + size));
    if (columns.kind !== "record") throw new TypeError("events are records");
    batches.push(batchOf<View<E>>(columns, { name: "the sample", replayable }, first));
  }
  return batches;
};

/** Objects as a stream of batches of a size, for tests. */
export const eventsOf = <E extends object>(objects: readonly E[], size?: number): Observable<Batch<View<E>>> =>
  from(batchesOf(objects, size));
