import { defer, from, lastValueFrom, map as mapOf, type Observable, of, take, tap, timer } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  checkGradients,
  definePrimitive,
  explain,
  gradient,
  hold,
  lastOf,
  nuisance,
  parameter,
  plainBindings,
  real,
  type Scalar,
  stopGradient,
  type View,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { batchesOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const { count, fill, filter, histogram, map, objective, sum, weight } = diff;

const rows = Array.from({ length: 400 }, (_, i) => ({
  x: (i % 97) / 10,
  y: (i % 31) / 3,
  l: Array.from({ length: i % 4 }, (_, k) => k + (i % 7)),
  w: 1 + (i % 3),
}));
const events = from(batchesOf(rows, 150, true));
const cut = parameter("cut", 5, { width: 1 });
const other = parameter("other", 4, { width: 0.5 });
const factor = parameter("factor", 1.5);
const scale = nuisance("scale", 1, { sigma: 0.1 });
const bare = parameter("bare", 5);

const everything = events.pipe(
  weight((ev, { factor }) => ev.w * factor ** 2, { factor }),
  filter((ev, { cut, other }) => ev.x > cut || ev.y > other, { cut, other }),
  map((ev, { scale }) => ({ x: ev.x * scale, l: ev.l.map((k) => k * scale) }), { scale }),
  fill({
    h: histogram((ev) => ev.x, { edges: [0, 3, 6, 12], bandwidth: 0.7 }),
    n: count(),
    s: sum((ev) => ev.l),
  }),
  objective(
    ({ h, n, s }) =>
      Math.log(n.value) * s.value +
      h.values.reduce((t, v) => t + v * v, 0) +
      h.overflow -
      h.variances.reduce((t, v) => t + v, 0),
  ),
);

describe("the gradient of a stream", () => {
  const parameters = { cut, other, factor, scale };

  it("is the same forward and in reverse", async () => {
    const forward = await valueAndGradient(everything, parameters, { mode: "forward" });
    const reverse = await valueAndGradient(everything, parameters, { mode: "reverse" });
    expect(reverse.value).toBe(forward.value);
    for (const name of ["cut", "other", "factor", "scale"] as const) {
      expect(Math.abs(reverse.gradient[name] / forward.gradient[name] - 1)).toBeLessThan(1e-11);
      expect(Math.abs(forward.gradient[name])).toBeGreaterThan(0);
    }
  });

  it("agrees with differences", async () => {
    const { maxRelativeError, perParameter } = await checkGradients(everything, parameters);
    expect(Object.keys(perParameter)).toEqual(Object.keys(parameters));
    expect(maxRelativeError).toBeLessThan(1e-7);
  });

  it("is taken at other values if asked", async () => {
    const stream = events.pipe(sum((ev, { factor }) => ev.x * factor ** 3, { factor }));
    const total = rows.reduce((s, { x }) => s + x, 0);
    const { value, gradient: slopes } = await valueAndGradient(stream, { factor }, { at: { factor: 2 } });
    expect(value / total).toBeCloseTo(8, 12);
    expect(slopes.factor / total).toBeCloseTo(12, 12);
    expect((await valueAt(stream, { factor }, { at: { factor: 3 } })) / total).toBeCloseTo(27, 12);
  });

  it("is 0 for a parameter that the stream does not depend on, and for one that is held", async () => {
    const stream = events.pipe(sum((ev, { factor, held }) => ev.x * factor * held, { factor, held: hold(other) }));
    expect(await gradient(stream, { cut, other })).toEqual({ cut: 0, other: 0 });
  });

  it("passes by what stopGradient holds", async () => {
    const stream = events.pipe(
      sum((ev, { factor, stopGradient }) => ev.x * factor * stopGradient(factor), { factor, stopGradient }),
    );
    const total = rows.reduce((s, { x }) => s + x, 0);
    expect((await gradient(stream, { factor })).factor / total).toBeCloseTo(1.5, 12);
  });

  it("of a nuisance on a hard selection is that of the weights", async () => {
    const stream = events.pipe(
      filter((ev) => ev.x > 3),
      sum((ev, { scale }) => ev.y * scale * scale, { scale }),
    );
    const total = rows.filter(({ x }) => x > 3).reduce((s, { y }) => s + y, 0);
    expect((await gradient(stream, { scale })).scale / total).toBeCloseTo(2, 12);
  });

  it("shares a tie of max", async () => {
    const pair = { p: parameter("p", 2), q: parameter("q", 2) };
    const stream = of(1).pipe(objective((_n, { p, q }) => Math.max(p, q), pair));
    expect(await gradient(stream, pair)).toEqual({ p: 0.5, q: 0.5 });
  });

  it("of an empty source is 0", async () => {
    const nothing = from(batchesOf<(typeof rows)[number]>([], 1, true)).pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    expect(await valueAndGradient(nothing, { cut })).toEqual({ value: 0, gradient: { cut: 0 } });
  });

  it("passes through operators of RxJS", async () => {
    let batches = 0;
    const plain = events.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    const tapped = events.pipe(
      tap(() => {
        batches++;
      }),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      tap(),
      count(),
    );
    expect(await gradient(tapped, { cut })).toEqual(await gradient(plain, { cut }));
    expect(batches).toBe(3);
  });
});

describe("a derivative that would be wrong is refused", () => {
  const hardCount = events.pipe(
    hard.filter((ev, { cut }) => ev.x > cut, { cut }),
    hard.count(),
  );

  it.each<[string, () => Promise<unknown>, string, string]>([
    ["of a hard stream", () => gradient(hardCount, { cut }), "E_HARD", "jagrad/ops/diff"],
    [
      "behind a hard stage",
      () =>
        gradient(
          events.pipe(
            hard.filter((ev, { cut }) => ev.x > cut, { cut }),
            count(),
          ),
          { cut },
        ),
      "E_HARD",
      "filter",
    ],
    [
      "of a hard sink",
      () =>
        gradient(
          events.pipe(
            filter((ev, { cut }) => ev.x > cut, { cut }),
            hard.count(),
          ),
          { cut },
        ),
      "E_HARD",
      "count",
    ],
    [
      "of an objective of a hard stream",
      () => gradient(hardCount.pipe(objective((n) => n.value ** 2)), { cut }),
      "E_HARD",
      "jagrad/ops/diff",
    ],
    [
      "of a cut without a width",
      () =>
        gradient(
          events.pipe(
            filter((ev, { bare }) => ev.x > bare, { bare }),
            count(),
          ),
          { bare },
        ),
      "E_WIDTH",
      "ev.x > bare",
    ],
    [
      "of a moving edge without a width",
      () =>
        gradient(
          events.pipe(
            histogram((ev) => ev.x, { edges: [0, bare, 9] }),
            objective((h) => h.values[0] ?? 0),
          ),
          { bare },
        ),
      "E_WIDTH",
      "bins of a histogram",
    ],
    [
      "of a nuisance in a cut",
      () =>
        gradient(
          events.pipe(
            filter((ev, { scale }) => ev.x * scale > 4, { scale }),
            count(),
          ),
          { scale },
        ),
      "E_FLAT",
      "ev.x * scale > 4",
    ],
    [
      "of a nuisance through bins",
      () =>
        gradient(
          events.pipe(
            histogram((ev, { scale }) => ev.x * scale, { scale }, { edges: [0, 5, 9] }),
            objective((h) => h.values[0] ?? 0),
          ),
          { scale },
        ),
      "E_FLAT",
      "bins of a histogram",
    ],
    [
      "through floor",
      () => gradient(events.pipe(sum((ev, { cut }) => Math.floor(ev.x * cut), { cut })), { cut }),
      "E_FLAT",
      "Math.floor(ev.x * cut)",
    ],
    [
      "through a remainder",
      () => gradient(events.pipe(sum((ev, { cut }) => (ev.x * cut) % 7, { cut })), { cut }),
      "E_FLAT",
      "ev.x * cut % 7",
    ],
    [
      "with widths multiplied by a negative number",
      () => gradient(events.pipe(count()), { cut }, { widthFactor: -1 }),
      "E_PARAMETER",
      "widthFactor is -1",
    ],
    [
      "through round in an objective",
      () => gradient(of(1).pipe(objective((_n, { cut }) => Math.round(cut), { cut })), { cut }),
      "E_FLAT",
      "Math.round(cut)",
    ],
    [
      "of a histogram",
      () => gradient(events.pipe(histogram((ev) => ev.x, { edges: [0, 1] })), { cut }),
      "E_TYPE",
      "a histogram",
    ],
    ["of numbers", () => gradient(of(3), { cut }), "E_TYPE", "number"],
    [
      "of what counts entries",
      () =>
        gradient(
          events.pipe(
            filter((ev, { cut }) => ev.x > cut, { cut }),
            count(),
            objective((n) => n.entries),
          ),
          { cut },
        ),
      "E_FLAT",
      "entries",
    ],
    [
      "of two parameters of one name",
      () =>
        gradient(
          events.pipe(sum((ev, { p, q }) => ev.x * p * q, { p: parameter("same", 1), q: parameter("same", 2) })),
          { cut },
        ),
      "E_BINDING",
      '"same"',
    ],
    [
      "at a value that is NaN",
      () => gradient(everything, { cut }, { at: { cut: Number.NaN } }),
      "E_NONFINITE",
      '"cut"',
    ],
    [
      "at an infinite value",
      () => valueAt(everything, { cut }, { at: { cut: Number.POSITIVE_INFINITY } }),
      "E_NONFINITE",
      '"cut"',
    ],
    [
      "at the value of an unknown name",
      () => gradient(everything, { cut }, { at: { cuts: 3 } as never }),
      "E_PARAMETER",
      '"cuts"',
    ],
    ["with respect to a number", () => gradient(everything, { cut: 3 as never }), "E_PARAMETER", '"cut"'],
    [
      "with respect to a held parameter",
      () => gradient(everything, { cut: hold(cut) as never }),
      "E_PARAMETER",
      '"cut"',
    ],
    ["with respect to null", () => gradient(everything, { cut: null as never }), "E_PARAMETER", '"cut"'],
  ])("%s", async (_what, work, code, message) => {
    await expect(work()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("with a cure", async () => {
    await expect(gradient(hardCount, { cut })).rejects.toMatchObject({
      cure: expect.stringContaining('"jagrad/ops/diff"'),
      where: expect.stringContaining("filter"),
    });
    const noWidth = events.pipe(
      filter((ev, { bare }) => ev.x > bare, { bare }),
      count(),
    );
    await expect(gradient(noWidth, { bare })).rejects.toMatchObject({
      cure: expect.stringContaining("width"),
      where: expect.stringContaining("^"),
    });
  });

  it("but the value is there", async () => {
    const noWidth = events.pipe(
      filter((ev, { bare }) => ev.x > bare, { bare }),
      count(),
    );
    expect((await lastValueFrom(noWidth)).value).toBe(rows.filter(({ x }) => x > 5).length);
    expect(
      await gradient(noWidth.pipe(objective((n, { factor }) => n.value * factor, { factor })), { factor }),
    ).toEqual({ factor: rows.filter(({ x }) => x > 5).length });
  });
});

describe("checkGradients", () => {
  it("finds a wrong rule", async () => {
    const wrong = definePrimitive({
      name: "wrong",
      evaluate: (x: number) => x ** 3,
      partials: [(x) => 2 * x * x],
      domain: [real(-3, 3)],
    });
    const stream = events.pipe(sum((ev, { wrong, factor }) => ev.x * wrong(factor), { wrong, factor }));
    const { perParameter } = await checkGradients(stream, { factor });
    expect(perParameter.factor.relativeError).toBeCloseTo(1 / 3, 6);
  });

  it("leaves what is held where it is, beside the parameter that moves", async () => {
    const both = events.pipe(
      filter((ev, { held }) => ev.x > held, { held: hold(cut) }),
      sum((ev, { factor, held }) => ev.x * factor * held, { factor, held: hold(factor) }),
      objective(({ value }, { factor, held }) => value * factor + held, { factor, held: hold(factor) }),
    );
    const kept = rows.filter(({ x }) => x > 5).reduce((s, { x }) => s + x, 0);
    const { perParameter, maxRelativeError } = await checkGradients(both, { cut, factor }, { at: { factor: 2 } });
    expect(perParameter.cut).toMatchObject({ derivative: 0, difference: 0 });
    expect(perParameter.factor.derivative).toBeCloseTo(kept * 2 * 2 * 2, 6);
    expect(maxRelativeError).toBeLessThan(1e-9);
  });

  it("takes steps of its own", async () => {
    const stream = events.pipe(sum((ev, { factor }) => ev.x * factor ** 2, { factor }));
    const { perParameter } = await checkGradients(stream, { factor }, { steps: { factor: 0.5 } });
    expect(perParameter.factor.relativeError).toBeLessThan(1e-12);
  });
});

describe("explain", () => {
  it("names every comparison, its meaning and its width", async () => {
    const stream = events.pipe(
      filter((ev) => ev.y > 1),
      filter((ev, { cut, other }) => ev.x > cut && ev.x * ev.y > other * ev.x, { cut, other }),
      histogram((ev, { other }) => ev.x + other, { other }, { edges: [0, 5, 9] }),
    );
    const lines = String(await explain(stream)).split("\n");
    expect(lines).toContain("filter, stage 1: ev.y > 1 -> hard");
    expect(lines).toContain("filter, stage 2: ev.x > cut -> exact, width 1 from cut");
    expect(lines).toContain("filter, stage 2: ev.x * ev.y > other * ev.x -> exact, width per event from other");
    expect(lines.filter((line) => line.startsWith("histogram"))).toEqual([
      expect.stringMatching(/spread over bins, width 0\.5 from other$/),
    ]);
    expect(lines).toContain("read of the sample: x, y, l[], w");
    expect(lines).toHaveLength(5);
  });

  it("says of a hard stream only what is read", async () => {
    expect(
      String(
        await explain(
          events.pipe(
            hard.filter((ev) => ev.x > 1),
            hard.count(),
          ),
        ),
      ),
    ).toBe("read of the sample: x, y, l[], w");
  });
});

describe("the contrast", () => {
  it("is half the difference of two hard results", async () => {
    const stream = events.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      weight((ev) => ev.w),
      count(),
    );
    const seen = await lastOf<Scalar>(stream, {
      ...plainBindings,
      meaning: { kind: "contrast", parameter: cut, step: 0.7 },
    });
    const above = (c: number) => rows.filter(({ x }) => x > c);
    const total = (list: typeof rows) => list.reduce((s, { w }) => s + w, 0);
    expect(seen.value).toBeCloseTo((total(above(5.7)) - total(above(4.3))) / 2, 12);
    const moved = above(4.3).filter(({ x }) => !(x > 5.7));
    expect(seen.variance).toBeCloseTo(
      moved.reduce((s, { w }) => s + (w / 2) ** 2, 0),
      12,
    );
    expect(seen.entries).toBe(moved.length);
  });

  it("is hard where it is asked to be", async () => {
    const stream = events.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    expect((await lastOf<Scalar>(stream, { ...plainBindings, meaning: { kind: "hard" } })).value).toBe(
      rows.filter(({ x }) => x > 5).length,
    );
  });
});

describe("a second pass", () => {
  const counted = (source: Observable<Batch<View<(typeof rows)[number]>>>) =>
    source.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );

  it("is refused before the first one, where the source can be read once only", async () => {
    let read = 0;
    const once = from(batchesOf(rows, 100, false)).pipe(tap(() => read++));
    await expect(gradient(counted(once), { cut }, { mode: "reverse" })).rejects.toMatchObject({
      code: "E_REPLAY",
      message: expect.stringContaining("the sample"),
    });
    expect(read).toBeGreaterThan(0);
    expect((await gradient(counted(once), { cut }, { mode: "forward" })).cut).toBeLessThan(0);
  });

  it.each<[string, (time: number) => readonly (typeof rows)[number][]]>([
    ["fewer events", (time) => rows.slice(time)],
    ["more events", (time) => rows.concat(rows.slice(0, time))],
    ["no events", (time) => (time === 0 ? rows : [])],
    ["other values", (time) => rows.map((row) => ({ ...row, x: row.x + time }))],
  ])("that finds %s is an error", async (_what, read) => {
    let time = 0;
    const source = defer(() => from(batchesOf(read(time++), 100, true)));
    await expect(gradient(counted(source), { cut }, { mode: "reverse" })).rejects.toMatchObject({ code: "E_REPLAY" });
  });

  it("is refused at the first batch", async () => {
    let read = 0;
    const once = from(batchesOf(rows, 100, false)).pipe(tap(() => read++));
    await expect(gradient(counted(once), { cut }, { mode: "reverse" })).rejects.toMatchObject({ code: "E_REPLAY" });
    expect(read).toBe(1);
  });

  it("may cut the stream in another way", async () => {
    let time = 0;
    const source = defer(() => from(batchesOf(rows, time++ === 0 ? 100 : 33, true)));
    const found = await gradient(counted(source), { cut }, { mode: "reverse" });
    const usual = await gradient(counted(events), { cut });
    expect(found.cut).toBeCloseTo(usual.cut, 10);
  });
});

describe("a signal", () => {
  const slow = (count: number): Observable<Batch<View<(typeof rows)[number]>>> => {
    const [batch] = batchesOf(rows, rows.length, true);
    if (!batch) throw new TypeError("there are events");
    return timer(1, 5).pipe(
      take(count),
      mapOf(() => batch),
    );
  };

  it("that has aborted cancels before the first event", async () => {
    let read = 0;
    const stream = events.pipe(
      tap(() => read++),
      count(),
    );
    await expect(gradient(stream, { cut }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "E_CANCELLED",
    });
    expect(read).toBe(0);
  });

  it("that aborts cancels between batches and ends the source", async () => {
    let ended = false;
    const stream = slow(1000).pipe(
      tap({
        unsubscribe: () => {
          ended = true;
        },
      }),
      count(),
    );
    await expect(gradient(stream, { cut }, { signal: AbortSignal.timeout(40) })).rejects.toMatchObject({
      code: "E_CANCELLED",
    });
    expect(ended).toBe(true);
  });

  it("that aborts cancels a second pass", async () => {
    const controller = new AbortController();
    let pass = 0;
    const source = defer(() => {
      if (++pass === 2) setTimeout(() => controller.abort(), 10);
      return slow(20);
    });
    const stream = source.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    await expect(gradient(stream, { cut }, { mode: "reverse", signal: controller.signal })).rejects.toMatchObject({
      code: "E_CANCELLED",
    });
  });
});
