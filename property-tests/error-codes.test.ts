import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { from, lastValueFrom } from "rxjs";
import { describe, expect, test } from "vitest";
import { arrow, toIpc } from "../adapters/arrow/index.ts";
import { parquet, rowsFrom, sql, writeParquet } from "../adapters/duckdb/index.ts";
import { rows } from "../adapters/rows/index.ts";
import { compile, eigh, grad, solveLinear } from "../core/algorithms/index.ts";
import {
  batchOf,
  type Column,
  columnOf,
  type ErrorCode,
  errorCodes,
  gradient,
  isJagradError,
  linspace,
  parameter,
} from "../core/index.ts";
import { count, filter, histogram, sum } from "../ops/diff.ts";
import { count as hardCount } from "../ops/hard.ts";

const events = rows([
  { x: 1, l: [1, 2] },
  { x: 2, l: [] },
]);
const cut = parameter("cut", 1, { width: 1 });
const bare = parameter("bare", 1);
const source = { name: "one batch", replayable: true };
const batchWith = (x: Column) => batchOf<{ x: number }>({ kind: "record", fields: new Map([["x", x]]) }, source);
const recordOf = (value: object) => {
  const column = columnOf([value]);
  return column.kind === "record" ? column : { kind: "record" as const, fields: new Map<string, Column>() };
};
const reading = (text: string): ((ev: { readonly x: number }) => number) => Function(`return ${text}`)();

const onward = (x: number): number => {
  let s = x;
  while (s > 0) s = s + 1;
  return s;
};

const firstVector = (m: readonly (readonly number[])[], { eigh: of }: { readonly eigh: typeof eigh }): number =>
  of(m).vectors.reduce((s, row, i) => s + (i + 1) * (row[0] ?? 0) + (row[1] ?? 0), 0);

/** Something a user may do that breaks the promise of each code. */
const provoked: Readonly<Partial<Record<ErrorCode, () => unknown>>> = {
  E_LAMBDA: () => filter(reading("async (ev) => ev.x") as never),
  E_FREE: () => lastValueFrom(events.pipe(sum(reading("(ev) => ev.x * elsewhere")))),
  E_SCOPE: () => lastValueFrom(events.pipe(sum((ev, { day }) => ev.x * Number(day), { day: new Date(0) }))),
  E_COLUMN: () => lastValueFrom(events.pipe(sum(reading("(ev) => ev.y")))),
  E_AMBIGUOUS: () => writeParquet("out.parquet", recordOf({ pt: 1, PT: 2 })),
  E_TYPE: () => lastValueFrom(rows([{ x: 1 }, { x: "one" }] as { x: unknown }[])),
  E_SHAPE: () => histogram((ev: { readonly x: number }) => ev.x, { edges: [1] }),
  E_SCHEMA: () => lastValueFrom(from([batchWith(columnOf([1])), batchWith(columnOf([true]))]).pipe(count())),
  E_OFFSETS: () => batchWith({ kind: "list", offsets: Int32Array.of(0, 2, 1), item: columnOf([1, 2]) }),
  E_PARAMETER: () => parameter("cut", 1, { width: -1 }),
  E_WIDTH: () =>
    gradient(
      events.pipe(
        filter((ev, { bare }) => ev.x > bare, { bare }),
        count(),
      ),
      { bare },
    ),
  E_FLAT: () => gradient(events.pipe(sum((ev, { cut }) => Math.floor(ev.x * cut), { cut })), { cut }),
  E_SINGULAR: () =>
    solveLinear(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 1],
    ),
  E_DEGENERATE: () =>
    grad(firstVector, { scope: { eigh } })([
      [1, 0],
      [0, 1],
    ]),
  E_CONVERGENCE: () => compile(onward, ["f64"], { most: 100 })(1),
  E_HARD: () => gradient(events.pipe(hardCount()), { cut }),
  E_SOFT: () =>
    lastValueFrom(
      events.pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }, { step: "logistic" }),
        histogram((ev, { cut }) => ev.x - cut, { cut }, { edges: [0, 1, 2], step: "normal" }),
      ),
    ),
  E_LIMIT: () => rows([{ x: 1 }], { batchSize: 0 }),
  E_NONFINITE: () => linspace(0, Number.NaN, 3),
  E_BINDING: () => {
    const [p, q] = [parameter("same", 1), parameter("same", 2)];
    return gradient(events.pipe(sum((ev, { p, q }) => ev.x * p * q, { p, q })), { p });
  },
  E_REPLAY: () => {
    async function* once() {
      yield toIpc(recordOf({ x: 1 }), { format: "stream" });
    }
    const stream = arrow(once());
    return lastValueFrom(stream).then(() => lastValueFrom(stream));
  },
  E_FILE: () => lastValueFrom(parquet("there is no such file")),
  E_QUERY: () => rowsFrom(sql`select from nowhere`),
  E_UPSTREAM: () =>
    lastValueFrom(
      arrow(async function* () {
        throw new Error("the line is dead");
        // biome-ignore lint/correctness/noUnreachable: makes this a generator of bytes
        yield new Uint8Array();
      }),
    ),
  E_CANCELLED: () => gradient(events.pipe(count()), { cut }, { signal: AbortSignal.abort() }),
};

/** Codes that nothing raises yet; the day one is raised, it needs a way to be provoked. */
const unused: readonly ErrorCode[] = [];

const codes = Object.keys(errorCodes) as ErrorCode[];
const root = join(import.meta.dirname, "..");

/** Whether a file of the library names a code as a string. */
const isNamed = (code: ErrorCode): boolean =>
  globSync("{core,adapters,ops,plugins}/**/*.ts", { cwd: root })
    .filter((file) => !file.endsWith(".test.ts"))
    .some((file) => readFileSync(join(root, file), "utf8").includes(`"${code}"`));

describe("every code of an error", () => {
  test("can be provoked, or is raised by nothing", () => {
    expect(Object.keys(provoked).sort()).toEqual(codes.filter((code) => !unused.includes(code)).sort());
    expect(codes.filter((code) => isNamed(code) !== !unused.includes(code))).toEqual([]);
  });

  test.each(Object.entries(provoked))("is met by a user, with what is wrong in words: %s", async (code, provoke) => {
    const error: unknown = await Promise.resolve()
      .then(provoke)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "JagradError", code });
    expect(isJagradError(error) && error.message).toMatch(new RegExp(`^${code}: .{15}`));
  });
});
