import { test } from "vitest";
import { holed, sparse, tame, wild } from "./arbitraries/events.ts";
import { lambdaCases } from "./arbitraries/lambda-cases.ts";
import { stateLaw } from "./law.ts";
import { kernelsLaw, type LambdaSubject, missingSlotsLaw } from "./laws/kernels.ts";
import { lanes } from "./per-event.ts";

const garbage = { number: 1.5, items: [1, 2] };

const named = Object.entries(lambdaCases);

const subjects = lanes.flatMap((lane): readonly LambdaSubject[] => [
  { name: "random lambdas on plain events", text: undefined, events: tame, lane },
  { name: "random lambdas on wild events", text: undefined, events: wild, lane },
  { name: "random lambdas on missing items", text: undefined, events: holed, lane },
  { name: "random lambdas on missing slots that hold numbers", text: undefined, events: holed, lane, garbage },
  { name: "random lambdas on missing lists", text: undefined, events: sparse, lane },
  { name: "random lambdas on missing lists that hold items", text: undefined, events: sparse, lane, garbage },
  ...named.map(([name, text]) => ({ name, text, events: text.includes("toSorted") ? wild : holed, lane })),
]);

const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };
stateLaw(kernelsLaw, subjects, runner);

const sorted: readonly (readonly [string, string])[] = [
  ["a sort by what may be missing", "(ev) => ev.muon.toSorted((a, b) => a.pt - b.pt)[0]?.charge"],
  ["the largest that may be missing", "(ev, { max }) => max(ev.muon.map((m) => m.pt ?? -9))"],
];

stateLaw(
  missingSlotsLaw,
  lanes.flatMap((lane) => [...sorted, ...named].map(([name, text]) => ({ name, text, events: holed, lane }))),
  runner,
);
