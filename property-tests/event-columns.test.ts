import { map as rxMap } from "rxjs";
import { expect, test } from "vitest";
import { eventColumns, type LeafColumn } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { holed, sparse, wild } from "./arbitraries/events.ts";
import { lambdaCases } from "./arbitraries/lambda-cases.ts";
import { rowPipelines } from "./arbitraries/row-pipelines.ts";
import { stateLaw } from "./law.ts";
import { columnSumsLaw, eventLanesLaw, rowsLaw } from "./laws/event-columns.ts";
import { settings } from "./settings.ts";

/** Lambdas that give lists and records. */
const structured = {
  "a record": "(ev) => ({ x: ev.met, n: ev.muon.length, b: ev.flag, deep: { y: ev.ht } })",
  "the event itself": "(ev) => ev",
  "a list of numbers": "(ev) => ev.muon.map((m) => m.pt * 2)",
  "lists of one list":
    "(ev) => ({ a: ev.muon.map((m) => m.pt), b: ev.muon.map((m) => m.pt + m.eta), n: ev.muon.length })",
  "a filtered list": "(ev) => ev.muon.filter((m) => m.pt > 0).map((m) => ({ pt: m.pt, q: m.charge }))",
  "the numbers of a filtered list": "(ev) => ev.muon.filter((m) => m.good).map((m, i) => i)",
  "a filter and a sum of it":
    "(ev, { sum }) => ({ s: sum(ev.muon.filter((m) => m.good).map((m) => m.charge * 3)), l: ev.muon.map((m) => m.charge * 3) })",
  "a sorted list": "(ev) => ev.muon.toSorted((a, b) => b.charge - a.charge).map((m) => m.eta)",
  "a list in a list": "(ev) => ev.jet.map((j) => ({ pt: j.pt, hits: j.track.map((t) => t + 1) }))",
  "a filter in a list in a list": "(ev) => ev.jet.filter((j) => j.pt > 0).map((j) => j.track.filter((t) => t > 0))",
  "a list for each item of another": "(ev) => ev.jet.map((j) => ev.muon.map((m) => m.charge * j.track.length))",
  "a list for each item of itself":
    "(ev) => ev.muon.map((m) => ev.muon.filter((k) => k.charge > m.charge).map((k) => k.eta))",
  "a flat map": "(ev) => ev.jet.flatMap((j) => j.track)",
  "a slice": "(ev) => ev.muon.slice(1).map((m) => m.charge)",
  "an item": "(ev) => ({ first: ev.muon[0], last: ev.muon.at(-1) })",
  "an item of a filtered list": "(ev) => ev.muon.filter((m) => m.good)[1]",
  "an item of a sorted list": "(ev) => ev.muon.toSorted((a, b) => a.charge - b.charge)[0]",
  "a choice of records": "(ev) => ({ m: ev.met > 0 ? ev.muon[0] : ev.muon[1] })",
  "a word": '(ev) => ({ kind: "signal", x: ev.ht })',
};

/** JavaScript has no order of items whose key is missing. */
const ordered = { wild };
const kinds = { wild, holed, sparse };
const values = Object.entries(lambdaCases).map(([name, text]) => ({ name, text, events: wild }));
const made = Object.entries(structured).flatMap(([name, text]) =>
  Object.entries(text.includes("toSorted") ? ordered : kinds).map(([kind, events]) => ({
    name: `${name}, ${kind}`,
    text,
    events,
  })),
);

const random = { name: "random lambdas", text: undefined, events: wild };

stateLaw(rowsLaw, [...values, ...made, random], { test });

const flavours = { hard, diff } as const;
const pipelines = Object.entries(rowPipelines).flatMap(([name, make]) =>
  (["hard", "diff"] as const).map((flavour) => ({
    name,
    flavour,
    ops: flavours[flavour],
    pipeline: make(flavours[flavour]),
  })),
);

stateLaw(columnSumsLaw, pipelines, { test });
stateLaw(eventLanesLaw, pipelines, { test });

/** The same operators with columns whose weights or tangents are spoilt. */
const spoilt = (spoil: (leaf: LeafColumn) => LeafColumn): typeof diff => ({
  ...diff,
  columns: (options) => (source) =>
    source.pipe(
      diff.columns(options),
      rxMap(({ columns, size, parameters }) => {
        const weight = columns.fields.get("weight");
        const fields = new Map(columns.fields);
        if (weight?.kind === "leaf") fields.set("weight", spoil(weight));
        return eventColumns({ ...columns, fields }, size, parameters);
      }),
    ),
});

test.each([
  ["weights", (leaf: LeafColumn) => ({ ...leaf, values: new Float64Array(leaf.values.length).fill(1) })],
  ["tangents", ({ tangent: _, ...leaf }: LeafColumn) => leaf],
])("columns with other %s break the law of column sums", async (_what, spoil) => {
  const make = rowPipelines["a cut"];
  if (!make) throw new TypeError("there is a cut");
  const subject = { name: "a cut", flavour: "diff", ops: spoilt(spoil), pipeline: make(diff) } as const;
  await expect((async () => columnSumsLaw.check(subject, settings))()).rejects.toThrow("within");
});
