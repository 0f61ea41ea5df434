import { from, lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, batchOf, type Column } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  channel: string | undefined;
  muon: { tag: string; pt: number }[];
}

const rows: readonly Event[] = Array.from({ length: 60 }, (_, i) => ({
  channel: ["ee", "mm", "em", undefined][(i * 7) % 4],
  muon: Array.from({ length: i % 3 }, (_, k) => ({ tag: (i + k) % 2 ? "tight" : "loose", pt: i + k })),
}));

const counted = (keep: (ev: Event) => boolean): number => rows.filter(keep).length;

describe.each(Object.entries({ hard, diff }))("a string in the %s flavour", (_name, ops) => {
  const count = async (keep: Parameters<typeof ops.filter<Seen>>[0]): Promise<number> =>
    (await lastValueFrom(eventsOf(rows, 7).pipe(ops.filter(keep as never), ops.count()))).value;

  interface Seen {
    readonly channel: string | undefined;
    readonly muon: readonly [{ readonly tag: string }, { readonly tag: string }];
  }

  it("is compared with words, whatever codes a batch gives them", async () => {
    expect(await count((ev) => ev.channel === "ee")).toBe(counted((ev) => ev.channel === "ee"));
    expect(await count((ev) => "mm" === ev.channel)).toBe(counted((ev) => ev.channel === "mm"));
    expect(await count((ev) => ev.channel !== "ee")).toBe(counted((ev) => ev.channel !== "ee"));
    expect(await count((ev) => ev.channel === "no such word")).toBe(0);
    expect(await count((ev) => ev.channel === undefined)).toBe(counted((ev) => ev.channel === undefined));
  });

  it("is compared in items, also with another item, and is missing past the end", async () => {
    expect(await count((ev) => ev.muon[0].tag === "tight")).toBe(counted((ev) => ev.muon[0]?.tag === "tight"));
    expect(await count((ev) => ev.muon[0].tag === ev.muon[1].tag)).toBe(
      counted((ev) => ev.muon.length > 1 && ev.muon[0]?.tag === ev.muon[1]?.tag),
    );
    const tight = await lastValueFrom(
      eventsOf(rows, 7).pipe(ops.sum((ev) => ev.muon.filter((m) => m.tag === "tight").map((m) => m.pt))),
    );
    expect(tight.value).toBe(
      rows.flatMap((ev) => ev.muon.filter((m) => m.tag === "tight").map((m) => m.pt)).reduce((s, x) => s + x, 0),
    );
  });

  it("may be one of two, by a condition or where one is missing", async () => {
    const wanted = (ev: Event) => (ev.muon.length > 1 ? "ee" : "mm");
    expect(await count((ev) => (ev.muon.length > 1 ? "ee" : "mm") === ev.channel)).toBe(
      counted((ev) => wanted(ev) === ev.channel),
    );
    expect(await count((ev) => (ev.channel ?? "none") === "none")).toBe(counted((ev) => ev.channel === undefined));
    expect(await count((ev) => (ev.channel ?? "none") !== "ee")).toBe(counted((ev) => ev.channel !== "ee"));
    expect(await count((ev) => (ev.channel ?? ev.muon[0].tag) === "tight")).toBe(
      counted((ev) => (ev.channel ?? ev.muon[0]?.tag) === "tight"),
    );
    expect(
      await count((ev) => (ev.muon.length > 1 ? (ev.channel ?? "none") : undefined) === (ev.channel ?? "none")),
    ).toBe(counted((ev) => ev.muon.length > 1));
    expect(await count((ev) => (ev.muon.length > 1 ? ev.channel : "") == null)).toBe(
      counted((ev) => ev.muon.length > 1 && ev.channel === undefined),
    );
    expect(await count((ev) => !(ev.muon.length > 1 ? "a word" : ""))).toBe(counted((ev) => ev.muon.length <= 1));
    expect(await count((ev) => ev.muon.map((m) => (m.tag === "tight" ? "T" : "L"))[1] === "L")).toBe(
      counted((ev) => ev.muon[1]?.tag === "loose"),
    );
  });

  it("comes from a scope as well", async () => {
    const found = await lastValueFrom(
      eventsOf(rows).pipe(
        ops.filter((ev, { wanted }) => ev.channel === wanted, { wanted: "em" }),
        ops.count(),
      ),
    );
    expect(found.value).toBe(counted((ev) => ev.channel === "em"));
  });

  it("is not compared with a number, nor with a string of another column", async () => {
    await expect(count((ev) => ev.channel === (3 as never))).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(count((ev) => ev.channel === ev.muon[0].tag)).rejects.toMatchObject({ code: "E_TYPE" });
  });
});

it("a dictionary that has a word twice is refused", async () => {
  const channel: Column = { kind: "leaf", dtype: "string", values: Int32Array.of(0, 1), dictionary: ["ee", "ee"] };
  const columns = { kind: "record", fields: new Map([["channel", channel]]) } as const;
  const batch: Batch<{ readonly channel: string }> = batchOf(columns, { name: "the sample", replayable: true });
  const stream = from([batch]).pipe(
    hard.filter((ev) => ev.channel === "ee"),
    hard.count(),
  );
  await expect(lastValueFrom(stream)).rejects.toMatchObject({ code: "E_SCHEMA" });
});
