import { rows } from "../adapters/rows/index.ts";
import { workers } from "../adapters/workers/index.ts";
import { isJagradError, valueAt } from "../core/index.ts";
import { sum } from "../ops/diff.ts";

const objects = Array.from({ length: 20_000 }, (_, x) => ({ x }));
async function* endless() {
  for (;;) yield* objects;
}

const pool = await workers(2);
const whole = await valueAt(rows(objects).pipe(sum((ev) => ev.x)), {}, { workers: pool });
const stream = rows(endless, { batchSize: 5_000 }).pipe(sum((ev) => ev.x));
const left = valueAt(stream, {}, { workers: pool, signal: AbortSignal.timeout(100) });
const code = await left.catch((error: unknown) => (isJagradError(error) ? error.code : String(error)));
console.log(JSON.stringify({ whole, code, threads: pool.size() }));
