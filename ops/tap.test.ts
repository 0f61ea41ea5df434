import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { gradient, parameter } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const sample = [
  { met: 1, muon: [{ pt: 5, hits: [1] }], far: 10 },
  { met: 2, muon: [], far: 20 },
  { met: 3, muon: [{ pt: 7, hits: [] }], far: 30 },
];
const cut = parameter("cut", 2, { width: 1 });

describe.each([
  ["hard", hard],
  ["differentiable", diff],
])("tap of the %s flavour", (_name, { tap, filter, map, weight, sum, count }) => {
  it("calls with each event that gets there, in order, and hands the events on", async () => {
    const seen: (readonly [number, number, number])[] = [];
    const stream = eventsOf(sample, 2).pipe(
      filter((ev) => ev.met !== 2),
      weight((ev) => ev.met * 10),
      map((ev) => ({ lead: ev.muon[0].pt, n: ev.muon.map((m) => m.hits.length) })),
      tap((ev, w) => seen.push([ev.lead, ev.n[0], w])),
      sum((ev) => ev.lead),
    );
    expect((await lastValueFrom(stream)).value).toBe(5 * 10 + 7 * 30);
    expect(seen).toEqual([
      [5, 1, 10],
      [7, 0, 30],
    ]);
  });

  it("gives all columns of an event that was not mapped, and numbers as they are", async () => {
    const seen: unknown[] = [];
    const look = (x: unknown) => seen.push(x);
    await lastValueFrom(
      eventsOf(sample).pipe(
        tap((ev) => look(ev.far + ev.muon.length)),
        count(),
      ),
    );
    await lastValueFrom(
      eventsOf(sample).pipe(
        map((ev) => ev.met),
        tap(look),
        count(),
      ),
    );
    expect(seen).toEqual([11, 20, 31, 1, 2, 3]);
  });

  it("looks at the first ones only, if asked, and may ask for none", async () => {
    for (const most of [0, 2]) {
      let calls = 0;
      const stream = eventsOf(sample, 2).pipe(
        tap(
          () => {
            calls += 1;
          },
          { most },
        ),
        count(),
      );
      expect((await lastValueFrom(stream)).value).toBe(3);
      expect(calls).toBe(most);
    }
    expect(() => tap(() => undefined, { most: 1.5 })).toThrow("E_PARAMETER");
  });

  it("lets nobody change an event", async () => {
    const change = eventsOf(sample).pipe(
      tap((ev) => {
        (ev as { met: number }).met = 9;
      }),
      count(),
    );
    await expect(lastValueFrom(change)).rejects.toThrow(/E_UPSTREAM.*read only|E_UPSTREAM.*read-only/s);
    const inside = eventsOf(sample).pipe(
      tap((ev) => {
        (ev.muon[0] as { pt: number }).pt = 9;
      }),
      count(),
    );
    await expect(lastValueFrom(inside)).rejects.toThrow("E_UPSTREAM");
  });

  it("ends the stream with what the function throws", async () => {
    const failure = new RangeError("too far");
    const stream = eventsOf(sample).pipe(
      tap(() => {
        throw failure;
      }),
      count(),
    );
    await expect(lastValueFrom(stream)).rejects.toMatchObject({ code: "E_UPSTREAM", cause: failure });
  });
});

describe("tap of the differentiable flavour", () => {
  it("sees an event near a cut with its probability, and changes no derivative", async () => {
    const weights: number[] = [];
    const { filter, tap, count } = diff;
    const cutAt = filter((ev: { readonly met: number }, { cut }) => ev.met > cut, { cut });
    const seen = eventsOf(sample).pipe(
      cutAt as never,
      tap((_ev, w) => weights.push(w)),
      count(),
    );
    const { cut: slope } = await gradient(seen, { cut });
    expect(weights.map((w) => w.toFixed(12))).toEqual(["0.158655253931", "0.500000000000", "0.841344746069"]);
    expect(slope).toBe((await gradient(eventsOf(sample).pipe(cutAt as never, count()), { cut })).cut);
  });
});
