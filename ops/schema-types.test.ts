import { describe, expect, expectTypeOf, it } from "vitest";
// biome-ignore lint/style/noRestrictedImports: the types of events are those that files are opened with
import { parquet } from "../adapters/duckdb/index.ts";
import { f32, f64, i32, i64, list, optional, record } from "../core/index.ts";
import { count, filter, histogram, map, sum } from "./diff.ts";

interface Collision {
  readonly met: number;
  readonly run: bigint;
  readonly muon: readonly { readonly pt: number; readonly charge: number }[];
}

const collision = record({ met: optional(f64), run: i64, muon: list(record({ pt: f32, charge: i32 })) });
const typed = parquet<Collision>("any.parquet");
const described = parquet("any.parquet", collision);

describe("lambdas over a file whose events are described", () => {
  it("know its columns, by a type and by a schema alike", () => {
    expectTypeOf(described).toEqualTypeOf(typed);
    const pipelines = [
      described.pipe(
        filter((ev) => ev.muon.length >= 2 && ev.muon[0].charge !== ev.muon[1].charge),
        map((ev) => ({ pt: ev.muon[0].pt, met: ev.met ?? 0 })),
        histogram((ev) => ev.pt, { edges: [0, 1] }),
      ),
      described.pipe(
        filter((ev) => ev.run > 3n),
        count(),
      ),
      typed.pipe(sum((ev) => ev.muon.map((m) => m.pt))),
    ];
    expect(pipelines).toHaveLength(3);
  });

  it("do not compile with a column that is not there", () => {
    // @ts-expect-error there is no such column
    const typedWrong = () => typed.pipe(filter((ev) => ev.metal > 1));
    // @ts-expect-error there is no such column
    const describedWrong = () => described.pipe(filter((ev) => ev.metal > 1));
    // @ts-expect-error a muon has no such member
    const memberWrong = () => described.pipe(filter((ev) => ev.muon[0].eta > 1));
    // @ts-expect-error a 64-bit whole number is a bigint
    const bigintWrong = () => described.pipe(map((ev) => ({ x: ev.run * 2.5 })));
    // @ts-expect-error a list is no number
    const listWrong = () => described.pipe(histogram((ev) => ev.muon * 2, { edges: [0, 1] }));
    expect([typedWrong, describedWrong, memberWrong, bigintWrong, listWrong]).toHaveLength(5);
  });
});
