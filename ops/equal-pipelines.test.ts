import type { Observable } from "rxjs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Choice,
  forgetKernels,
  gradient,
  parameter,
  type Scalar,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import { count, filter, histogram, map, objective, sum, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

interface Event {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
  readonly word: string;
  readonly list: readonly { readonly pt: number }[];
}

const rows: readonly Event[] = Array.from({ length: 150 }, (_, i) => ({
  x: (i * 37) % 101,
  y: (i * 17) % 23,
  on: i % 3 > 0,
  word: ["ee", "mm", "em"][i % 3] ?? "",
  list: Array.from({ length: i % 4 }, (_, k) => ({ pt: ((i * 13 + k * 29) % 80) + 10 })),
}));
const events = eventsOf(rows, 60);

beforeEach(() => {
  forgetKernels();
  vi.restoreAllMocks();
});

const spectrum = (p: Choice, q: Choice): Observable<Scalar> =>
  events.pipe(
    filter((ev, { p }) => ev.x > p, { p }),
    weight((ev, { q }) => q * ev.y, { q }),
    histogram((ev) => ev.x, { edges: [0, 40, 60, 101] }),
    objective((h) => h.values.reduce((s, n, k) => s + (k + 1) * n, 0)),
  );

describe("a pipeline that is made anew", () => {
  it("is not compiled anew, whatever its parameters are called and are", async () => {
    const made = vi.spyOn(WebAssembly, "Module");
    const values = new Set<number>();
    for (const at of [40, 50, 60]) {
      const [p, q] = [parameter(`p${at}`, at, { width: 3 }), parameter(`q${at}`, at / 50)];
      const found = await valueAndGradient(spectrum(p, q), { p, q }, { lane: "wasm" });
      if (at === 40) {
        expect(made).toHaveBeenCalled();
        made.mockClear();
      }
      const expected = await valueAndGradient(spectrum(p, q), { p, q }, { lane: "interpreter" });
      expect(found.value / expected.value).toBeCloseTo(1, 12);
      expect(found.gradient.p / expected.gradient.p).toBeCloseTo(1, 11);
      expect(found.gradient.q / expected.gradient.q).toBeCloseTo(1, 11);
      values.add(found.value);
    }
    expect(made).not.toHaveBeenCalled();
    expect(values.size).toBe(3);
  });

  it("is compiled anew where kernels were forgotten, and pipelines at hand keep theirs", async () => {
    const [p, q] = [parameter("p", 50, { width: 3 }), parameter("q", 1)];
    const kept = spectrum(p, q);
    const first = await gradient(kept, { p, q }, { lane: "wasm" });
    const made = vi.spyOn(WebAssembly, "Module");
    forgetKernels();
    expect(await gradient(kept, { p, q }, { lane: "wasm" })).toEqual(first);
    expect(made).not.toHaveBeenCalled();
    expect(await gradient(spectrum(p, q), { p, q }, { lane: "wasm" })).toEqual(first);
    expect(made).toHaveBeenCalled();
  });

  it("shares its kernel with one that is under way", async () => {
    const pairs = [45, 55].map((at) => [parameter("p", at, { width: 3 }), parameter("q", 1)] as const);
    const alone = [];
    for (const [p, q] of pairs) alone.push(await gradient(spectrum(p, q), { p, q }));
    const together = await Promise.all(pairs.map(([p, q]) => gradient(spectrum(p, q), { p, q })));
    expect(together).toEqual(alone);
    expect(together[0]).not.toEqual(together[1]);
  });
});

const p = parameter("p", 30, { width: 3 });
const q = parameter("q", 2);
const scoped = { p, q };

/** Pipelines that are nearly the same. */
const nearly: Readonly<Record<string, () => Observable<Scalar>>> = {
  "x times p": () => events.pipe(sum((ev, { p }) => ev.x * p, scoped)),
  "y times p": () => events.pipe(sum((ev, { p }) => ev.y * p, scoped)),
  "x times q": () => events.pipe(sum((ev, { q }) => ev.x * q, scoped)),
  "x times p times p": () => events.pipe(sum((ev, { p }) => ev.x * p * p, scoped)),
  "x times p times q": () => events.pipe(sum((ev, { p, q }) => ev.x * p * q, scoped)),
  "x times p plus q": () => events.pipe(sum((ev, { p, q }) => ev.x * p + q, scoped)),
  "p minus q": () => events.pipe(sum((_ev, { p, q }) => p - q, scoped)),
  "q minus p": () => events.pipe(sum((_ev, { p, q }) => q - p, scoped)),
  "x times 2": () => events.pipe(sum((ev) => ev.x * 2)),
  "x times 3": () => events.pipe(sum((ev) => ev.x * 3)),
  "x over minus zero": () => events.pipe(sum((ev) => Math.max(-5, Math.min(5, (ev.x + 1) / -0)))),
  "x over zero": () => events.pipe(sum((ev) => Math.max(-5, Math.min(5, (ev.x + 1) / 0)))),
  "those above": () => events.pipe(filter((ev, { p }) => ev.x > p, scoped)).pipe(count()),
  "those below": () => events.pipe(filter((ev, { p }) => ev.x < p, scoped)).pipe(count()),
  "those that are on": () => events.pipe(filter((ev) => ev.on)).pipe(count()),
  "those that are off": () => events.pipe(filter((ev) => !ev.on)).pipe(count()),
  "one word": () => events.pipe(filter((ev) => ev.word === "ee")).pipe(count()),
  "another word": () => events.pipe(filter((ev) => ev.word === "mm")).pipe(count()),
  "two words": () => events.pipe(filter((ev) => ev.word === "mm" || ev.word === "ee")).pipe(count()),
  "sum of a list": () => events.pipe(sum((ev) => ev.list.reduce((s, { pt }) => s + pt, 0))),
  "largest of a list": () => events.pipe(sum((ev) => ev.list.reduce((s, { pt }) => Math.max(s, pt), 0))),
  "first of a list": () => events.pipe(sum((ev) => ev.list.toSorted((a, b) => a.pt - b.pt)[0]?.pt ?? 1)),
  "last of a list": () => events.pipe(sum((ev) => ev.list.toSorted((a, b) => b.pt - a.pt)[0]?.pt ?? 1)),
  "first of a list, or two": () => events.pipe(sum((ev) => ev.list.toSorted((a, b) => a.pt - b.pt)[0]?.pt ?? 2)),
  "pairs of a list": () =>
    events.pipe(sum((ev) => ev.list.reduce((s, a) => ev.list.reduce((t, b) => t + a.pt * b.pt, s), 0))),
  "differences in a list": () =>
    events.pipe(sum((ev) => ev.list.reduce((s, a) => ev.list.reduce((t, b) => t + Math.abs(a.pt - b.pt), s), 0))),
  "swapped members": () => events.pipe(map((ev) => ({ x: ev.y, y: ev.x }))).pipe(sum((ev) => ev.x - 2 * ev.y)),
  "members as they are": () => events.pipe(map((ev) => ({ x: ev.x, y: ev.y }))).pipe(sum((ev) => ev.x - 2 * ev.y)),
};

describe("pipelines that are nearly the same, one after the other", () => {
  it.each(["wasm", "javascript"] as const)("have each their own kernel in the lane %s", async (lane) => {
    const values = new Set<number>();
    for (const [what, make] of Object.entries(nearly)) {
      const expected = await valueAndGradient(make(), { p, q }, { lane: "interpreter" });
      for (const mode of ["forward", "reverse"] as const) {
        const found = await valueAndGradient(make(), { p, q }, { lane, mode });
        expect(found.value, what).toBeCloseTo(expected.value, 7);
        expect(found.gradient.p, what).toBeCloseTo(expected.gradient.p, 7);
        expect(found.gradient.q, what).toBeCloseTo(expected.gradient.q, 7);
      }
      expect(await valueAt(make(), {}, { lane }), what).toBeCloseTo(expected.value, 7);
      values.add(expected.value);
    }
    expect(values.size).toBeGreaterThan(20);
  });
});
