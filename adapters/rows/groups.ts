import { leftOnAbort } from "../left-on-abort.ts";
import { turns } from "../turns.ts";

/** How many items are read before others may have their turn. */
const stride = 1024;

/** Items in arrays of a size, the last one shorter; nothing after an abort. */
export async function* groups<T>(items: AsyncIterable<T>, size: number, signal: AbortSignal): AsyncGenerator<T[]> {
  const pause = turns();
  let group: T[] = [];
  for await (const item of leftOnAbort(items, signal)) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    } else if (group.length % stride === 0) await pause();
  }
  if (group.length > 0 && !signal.aborted) yield group;
}
