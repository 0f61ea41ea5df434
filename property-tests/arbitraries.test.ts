import fc from "fast-check";
import { from } from "rxjs";
import { expect, test } from "vitest";
import { bool, definePrimitive, integer, lengthOf, listOf, real, recordOf, rowOf } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { cutInto, cutsArbitrary } from "./arbitraries/batches.ts";
import { programArbitrary } from "./arbitraries/programs.ts";
import { pipelineArbitrary, type RandomPipeline } from "./arbitraries/random-pipelines.ts";
import { sampleOf } from "./arbitraries/sampled.ts";
import { batchArbitrary, columnArbitrary, eventsArbitrary } from "./arbitraries/shaped-events.ts";
import { numbersFrom, slopesFrom } from "./evaluate.ts";
import { expectClose } from "./laws/modes.ts";
import { settings } from "./settings.ts";

const { seed } = settings;
const jet = recordOf({ pt: real(20, 500), "b tag": real(0, 1), tight: bool });
const members = { met: real(0, 200), runs: integer(1, 3), jet: listOf(jet, 1, 3) };

const isWithin = (x: unknown, min: number, max: number): boolean => typeof x === "number" && x >= min && x <= max;

test("events have the members that are asked for, inside their domains", () => {
  fc.assert(
    fc.property(eventsArbitrary(members), (events) => {
      for (const { met, runs, jet } of events) {
        expect(isWithin(met, 0, 200) && isWithin(runs, 1, 3) && Number.isInteger(runs)).toBe(true);
        expect(isWithin(jet.length, 1, 3)).toBe(true);
        for (const { pt, "b tag": tag, tight } of jet)
          expect(isWithin(pt, 20, 500) && isWithin(tag, 0, 1) && typeof tight === "boolean").toBe(true);
      }
    }),
    { seed },
  );
});

test.each([
  ["nulls", (event: string) => event.includes('"pt":null')],
  ["holes", (event: string) => event.includes("[null") || event.includes(",null]")],
  ["absences", (event: string) => event.includes('"jet":null')],
  ["awkward", (event: string) => event.includes('"met":"Infinity"')],
] as const)("events have %s if asked for, and else not", (mishap, shows) => {
  const shown = (asked: boolean): readonly string[] =>
    fc
      .sample(eventsArbitrary(members, asked ? { [mishap]: true } : {}), { numRuns: 200, seed })
      .map((events) => JSON.stringify(events, (_, x) => (x === Number.POSITIVE_INFINITY ? String(x) : x)));
  expect(shown(true).some(shows)).toBe(true);
  expect(shown(false).some(shows)).toBe(false);
});

test("columns have as many rows as asked for, and read back within their domain", () => {
  fc.assert(
    fc.property(columnArbitrary(jet, { nulls: true, minEvents: 2, maxEvents: 5 }), (column) => {
      expect(isWithin(lengthOf(column), 2, 5)).toBe(true);
      expect(column.kind === "record" && [...column.fields.keys()]).toEqual(["pt", "b tag", "tight"]);
    }),
    { seed },
  );
});

test("a batch gives its events, whole or cut", () => {
  fc.assert(
    fc.property(batchArbitrary(members, { minEvents: 3 }), cutsArbitrary(3), (batch, sizes) => {
      const rows = cutInto(batch.columns, batch.size, sizes).flatMap((part) =>
        Array.from({ length: part.size }, (_, i) => JSON.stringify(rowOf(part, i))),
      );
      expect(rows).toEqual(Array.from({ length: batch.size }, (_, i) => JSON.stringify(rowOf(batch, i))));
    }),
    { seed },
  );
});

test("each program uses the primitives that are asked for", () => {
  const { primitive } = definePrimitive({
    name: "half",
    evaluate: (x: number) => x / 2,
    partials: [() => 0.5],
    domain: [real(-1, 1)],
  });
  fc.assert(
    fc.property(programArbitrary({ primitives: [primitive] }), ({ b, outputs }) => {
      const used = b.program(outputs).equations.map((equation) => equation.primitive);
      expect(used).toContain(primitive);
    }),
    { seed },
  );
});

const batchesOf = (size: number) => from(cutInto<never>(sampleOf(members)(size, seed, true), size, [40]));

test("random pipelines mean what they say in both flavours, and go forward and back", async () => {
  const hardest = (jets: readonly { readonly pt: number }[]): number =>
    jets.reduce((m, j) => Math.max(m, j.pt), 0) / 500;
  const arbitrary = pipelineArbitrary(members, { numbers: ["hardest(ev.jet)"], scope: { hardest } });
  const texts = new Set<string>();
  const run = async ({ text, use, parameters }: RandomPipeline<typeof members>): Promise<void> => {
    texts.add(text);
    const events = batchesOf(80);
    const contents = (all: readonly (readonly [string, number])[]) =>
      all.filter(([name]) => !/entries|skipped/.test(name)).map(([, x]) => x);
    const exact = contents(await numbersFrom(use(hard)(events)));
    expect(exact.length).toBeGreaterThan(0);
    expectClose("at width 0", contents(await numbersFrom(use(diff)(events), 0)), exact, 1e-12);
    const scalar = text.includes("histogram(") ? undefined : use(diff)(events);
    if (!scalar) return;
    const forward = await slopesFrom(scalar, parameters, "forward");
    expectClose("reverse", await slopesFrom(scalar, parameters, "reverse"), forward, 1e-12);
  };
  await fc.assert(fc.asyncProperty(arbitrary, run), { seed, numRuns: 60 });
  const all = [...texts].join("\n");
  for (const said of ["hardest(ev.jet)", '["b tag"]', "ev.jet.some(", "weight(", "histogram(", "sum(", "count("])
    expect(all).toContain(said);
}, 60_000);

test("pipelines over events without a number are refused", () => {
  expect(() => pipelineArbitrary({ flag: bool })).toThrow(/^E_SHAPE: there is no number/);
});
