import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getActiveResourcesInfo, memoryUsage, pid } from "node:process";
import { lastValueFrom, type Observable, take } from "rxjs";
import { arrow, tableOf, toIpc } from "../adapters/arrow/index.ts";
import { rows } from "../adapters/rows/index.ts";
import { columnOf, gradient, parameter, type RecordColumn } from "../core/index.ts";
import { count, filter } from "../ops/diff.ts";

const warnings: string[] = [];
process.on("warning", ({ message }) => warnings.push(message));

const events = Array.from({ length: 6 }, (_, i) => ({ x: i, l: [i, 1] }));
const columns = columnOf(events) as RecordColumn;
const path = join(tmpdir(), `jagrad-leaks-${pid}.arrow`);
writeFileSync(path, toIpc(columns, { format: "file" }));

const cut = parameter("cut", 2, { width: 1 });
const counted = (source: Observable<never>) =>
  source.pipe(
    filter((ev: { readonly x: number }, { cut }) => ev.x > cut, { cut }),
    count(),
  );
const small = rows(events, { batchSize: 2 }) as Observable<never>;
const table = arrow(tableOf(columns), { batchSize: 2 }) as Observable<never>;
const file = arrow(path, { batchSize: 2 }) as Observable<never>;
const kept = counted(small);
const controller = new AbortController();
const leave = (stream: Observable<unknown>): Promise<void> => {
  stream.subscribe().unsubscribe();
  return Promise.resolve();
};

let made = 0;
const another = (): ((ev: { readonly x: number }) => boolean) => Function(`return (ev) => ev.x > ${++made}`)();

/** What is done over and over, and how often. */
const cycles: Readonly<Record<string, readonly [times: number, cycle: () => Promise<unknown>]>> = {
  "subscribed to and left at once": [10_000, () => leave(kept)],
  "left inside next": [10_000, () => lastValueFrom(small.pipe(take(1)))],
  "read to the end": [3_000, () => lastValueFrom(kept)],
  "made anew and read to the end": [1_000, () => lastValueFrom(counted(table))],
  "made with another lambda each time": [1_000, () => lastValueFrom(rows(events).pipe(filter(another()), count()))],
  "differentiated under one signal": [
    1_000,
    () => gradient(kept, { cut }, { mode: "reverse", signal: controller.signal }),
  ],
  "read from a file, and left": [500, () => lastValueFrom(file.pipe(take(1)))],
};

const settled = async (): Promise<void> => {
  for (let k = 0; k < 5; k++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    globalThis.gc?.();
  }
};
const state = () => ({
  heap: memoryUsage().heapUsed,
  handles: getActiveResourcesInfo().sort().join(),
  files: readdirSync("/proc/self/fd").length,
});

const report: Record<string, unknown> = {};
for (const [name, [times, cycle]] of Object.entries(cycles)) {
  for (let k = 0; k < Math.min(times, 1_000); k++) await cycle();
  await settled();
  const before = state();
  for (let k = 0; k < times; k++) await cycle();
  await settled();
  const after = state();
  report[name] = {
    grown: after.heap - before.heap,
    handles: [before.handles, after.handles],
    files: after.files - before.files,
  };
}
rmSync(path);
console.log(JSON.stringify({ report, warnings }));
