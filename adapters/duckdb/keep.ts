import { setImmediate as turn } from "node:timers/promises";
import type { Batch, Column, Demand } from "../../core/index.ts";
import type { Open } from "../events.ts";

const buffersOf = (column: Column): readonly ArrayBufferView[] => {
  const own = column.validity === undefined ? [] : [column.validity];
  switch (column.kind) {
    case "leaf":
      return [...own, column.values];
    case "list":
      return [...own, column.offsets, ...buffersOf(column.item)];
    case "record":
      return [...own, ...[...column.fields.values()].flatMap(buffersOf)];
  }
};

const keyOf = ({ names, items = names, whole = false }: Demand): string =>
  names === undefined ? "all" : JSON.stringify([whole, [...names].sort(), [...(items ?? [])].sort()]);

/**
 * A source whose batches stay in memory after the first complete pass of each demand, as long as all of them fit into
 * `budget` bytes; what does not fit is read again each time.
 * @param stamp - changes when the source does, which forgets everything
 */
export const kept = (open: Open, budget: number, stamp: () => Promise<string>): Open => {
  const store = new Map<string, readonly Batch[] | "too large">();
  let known: string | undefined;
  let used = 0;

  async function* collect(key: string, demand: Demand, signal: AbortSignal): AsyncGenerator<Batch> {
    const began = known;
    const batches: Batch[] = [];
    const buffers = new Set<ArrayBufferLike>();
    let bytes = 0;
    let fits = true;
    for await (const batch of open({ ...demand, givesBack: false }, signal)) {
      if (fits) {
        for (const { buffer } of buffersOf(batch.columns)) {
          if (!buffers.has(buffer)) bytes += buffer.byteLength;
          buffers.add(buffer);
        }
        fits = used + bytes <= budget;
        if (fits) batches.push(batch);
        else batches.length = 0;
      }
      yield batch;
    }
    if (signal.aborted || store.has(key) || known !== began) return;
    fits &&= used + bytes <= budget;
    store.set(key, fits ? batches : "too large");
    if (fits) used += bytes;
  }

  return async function* (demand, signal) {
    const now = await stamp();
    if (now !== known) {
      store.clear();
      used = 0;
      known = now;
    }
    const key = keyOf(demand);
    const have = store.get(key);
    if (have === "too large") yield* open(demand, signal);
    else if (have === undefined) yield* collect(key, demand, signal);
    else
      for (const batch of have) {
        await turn();
        if (signal.aborted) return;
        yield batch;
      }
  };
};
