import { expect, test } from "vitest";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { stateLaw } from "./law.ts";
import { type Agreement, type AllAgree, flavoursLaw, pairsOf, type Same } from "./laws/flavours.ts";

stateLaw(flavoursLaw, pairsOf(hard, diff), { test });

test("the two flavours have one type, name by name", () => {
  const agreement: Agreement = {
    bootstrap: true,
    columns: true,
    combine: true,
    count: true,
    cutflow: true,
    fill: true,
    filter: true,
    flatten: true,
    groupBy: true,
    histogram: true,
    map: true,
    max: true,
    mean: true,
    mergeMap: true,
    min: true,
    objective: true,
    profile: true,
    reduce: true,
    sample: true,
    samples: true,
    scan: true,
    sortBy: true,
    sum: true,
    tap: true,
    toArrow: true,
    variations: true,
    weight: true,
  } satisfies AllAgree<Agreement>;
  expect(Object.keys(agreement).sort()).toEqual(Object.keys(hard).sort());
  const whole: Same<typeof hard, typeof diff> = true;
  expect(whole).toBe(true);
});

test("types that differ in an optional argument are told apart", () => {
  // @ts-expect-error the control: an argument more makes another type
  const same: Same<(x: number) => void, (x: number, y?: number) => void> = true;
  // @ts-expect-error the control: a flavour without an operator is another type
  const lacking: Same<typeof hard, Omit<typeof hard, "count">> = true;
  expect([same, lacking]).toHaveLength(2);
});
