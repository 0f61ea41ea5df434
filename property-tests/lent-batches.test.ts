import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forkJoin, lastValueFrom, type Observable, tap } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Events, parquet, writeParquet } from "../adapters/duckdb/index.ts";
import { type Batch, columnOf, parameter, type RecordColumn, type Scalar, valueAndGradient } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";

interface Event {
  readonly x: number;
  readonly y: number | null;
  readonly word: string | null;
  readonly jet: readonly { readonly pt: number; readonly hits: readonly number[] }[];
}

const words = ["isolated muon", "met", "a word of more than twelve letters", "", "dimuon", "none"];
// nulls and long words come in the middle, so that what a batch finds in its memory differs from what it writes
const objects: readonly Event[] = Array.from({ length: 40_000 }, (_, i) => ({
  x: (i * 37) % 101,
  y: i > 15_000 && i % 5 === 0 ? null : (i * 53) % 97,
  word: i > 20_000 && i % 7 === 0 ? null : (words[(i * 11) % (i < 10_000 ? 2 : words.length)] ?? ""),
  jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: ((i * 13 + k * 29) % 80) + 10, hits: [i % 3, k].slice(i % 3) })),
}));

let [folder, path] = ["", ""];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jagrad-lent-"));
  path = join(folder, "events.parquet");
  await writeParquet(path, columnOf(objects) as RecordColumn);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cut = parameter("cut", 50, { width: 5 });

const filled = (events: Events<Event>, { filter, fill, sum, count, histogram }: typeof hard) =>
  events.pipe(
    filter((ev, { cut }) => ev.x > cut, { cut }),
    fill({
      y: sum((ev) => ev.y ?? 1000),
      missing: sum((ev) => (ev.y == null ? 1 : 0)),
      words: (selected) =>
        selected.pipe(
          filter((ev) => ev.word === "isolated muon" || ev.word === "a word of more than twelve letters"),
          count(),
        ),
      hits: sum((ev) => ev.jet.reduce((total, jet) => total + jet.pt + jet.hits.length, 0)),
      pt: histogram((ev) => ev.jet.map((jet) => jet.pt), { edges: [0, 30, 60, 100] }),
    }),
  );

/** The same events where nothing is lent: somebody else sees the batches. */
const watched = (events: Observable<Batch>): typeof events => events.pipe(tap(() => undefined));

const sumOf = (number: (event: Event) => number): number =>
  objects.filter(({ x }) => x > 50).reduce((total, event) => total + number(event), 0);

describe.each([1000, 8192, 20_000])("events in batches of %i that are lent", (batchSize) => {
  const events = () => parquet<Event>(path, { batchSize });

  it.each(Object.entries({ hard, diff }))("fill what they fill where they are given: %s", async (_name, ops) => {
    const { lent, given } = await lastValueFrom(
      forkJoin({ lent: filled(events(), ops), given: filled(watched(events()) as Events<Event>, ops) }),
    );
    const numbers = ({ pt, ...sums }: typeof lent) => [
      ...Object.values(sums).map(({ value }: Scalar) => value),
      ...pt.values,
      pt.overflow,
    ];
    expect(numbers(lent)).toEqual(numbers(given));
  });

  it("fill what JavaScript adds up", async () => {
    const { y, missing, words: some, hits } = await lastValueFrom(filled(events(), hard));
    expect(y.value).toBe(sumOf((ev) => ev.y ?? 1000));
    expect(missing.value).toBe(sumOf((ev) => (ev.y === null ? 1 : 0)));
    expect(some.value).toBe(sumOf(({ word }) => (word?.startsWith("isolated") || word?.startsWith("a word") ? 1 : 0)));
    expect(hits.value).toBe(sumOf(({ jet }) => jet.reduce((total, { pt, hits }) => total + pt + hits.length, 0)));
  });

  it.each(["forward", "reverse"] as const)("have the same derivatives: %s", async (mode) => {
    const total = (stream: Events<Event>) =>
      stream.pipe(
        diff.filter((ev, { cut }) => ev.x > cut, { cut }),
        diff.sum((ev) => ev.y ?? 1000, {}, { mode }),
      );
    const lent = await valueAndGradient(total(events()), { cut });
    expect(lent).toEqual(await valueAndGradient(total(watched(events()) as Events<Event>), { cut }));
    expect(lent.gradient.cut).toBeLessThan(-1);
  });
});
