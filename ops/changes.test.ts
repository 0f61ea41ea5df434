import { forkJoin, merge, type Observable, of, tap, map as toEach } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  batchOf,
  type Column,
  type GradientOptions,
  gradient,
  type Histogram,
  hold,
  lambda,
  type Parameters,
  parameter,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import { count, filter, histogram, map, max, objective, reduce, sum, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

interface Event {
  readonly x: number;
}

const rows: readonly Event[] = Array.from({ length: 200 }, (_, i) => ({ x: (i * 37) % 101 }));
const events = eventsOf(rows, 80);
const cut = parameter("cut", 50, { width: 4 });
const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);
const modes = ["forward", "reverse"] as const;

interface Inner {
  readonly k: number;
}
interface Scope {
  readonly cut: number;
  readonly k: number;
  readonly factors: readonly number[];
  readonly inner: Inner;
  readonly helper: (x: number) => number;
  readonly named: Readonly<Record<string, number>>;
}

const inHelper = { k: 2 };
const helped = lambda((x: number, { k }: Inner) => k * x, inHelper);
const scope = {
  cut,
  k: 2,
  factors: [1, 2],
  inner: { k: 1 },
  helper: (x: number) => x * x,
  named: { a: 1 } as Record<string, number>,
};

/** Linear in the cut, so that its derivative is the value over the cut. */
const f = (ev: Event, { cut, k, factors, inner, helper, named }: Scope): number => {
  const { a = 0, b = 0 } = { b: 5, ...named };
  return cut * (k * ev.x + helper(ev.x) + inner.k + factors.reduce((s, x) => s + x, 0) + a - b);
};
const wanted = (): number => total(rows.map((ev) => f(ev, { ...scope, cut: 50 })));

const changes: Readonly<Record<string, () => unknown>> = {
  "nothing yet": () => undefined,
  "a number": () => Object.assign(scope, { k: 5 }),
  "the number back": () => Object.assign(scope, { k: 2 }),
  "minus zero": () => Object.assign(scope, { k: -0 }),
  "an item": () => scope.factors.splice(0, 1, 7),
  "more items": () => scope.factors.push(10),
  "a member of a member": () => Object.assign(scope.inner, { k: 4 }),
  "another object": () => Object.assign(scope, { inner: { k: 6 } }),
  "another function": () => Object.assign(scope, { helper: (x: number) => 3 * x }),
  "a function with a scope": () => Object.assign(scope, { helper: helped }),
  "the scope of that function": () => Object.assign(inHelper, { k: 9 }),
  "one more name": () => Object.assign(scope.named, { b: 2 }),
  "one name less": () => Reflect.deleteProperty(scope.named, "a"),
};

describe("a scope that holds something else than before", () => {
  it("is read again by the next call", async () => {
    const stream = events.pipe(sum(f as never, scope as never) as never);
    for (const [what, change] of Object.entries(changes)) {
      change();
      const expected = wanted();
      for (const mode of modes) {
        const { value, gradient } = await valueAndGradient(stream, { cut }, { mode });
        expect(value / expected, what).toBeCloseTo(1, 12);
        expect((50 * gradient.cut) / expected, `${what}, ${mode}`).toBeCloseTo(1, 12);
      }
    }
  });

  it("is read again by an objective", async () => {
    const inner = { factors: [1, 2], power: 2 };
    const stream = events.pipe(
      weight((_ev, { cut }) => cut / 100, { cut }),
      count(),
      objective((n, { inner }) => inner.factors.reduce((s, x) => s + x, 0) * n.value ** inner.power, { inner }),
    );
    for (const [factors, power] of [
      [[1, 2], 2],
      [[1, 3], 2],
      [[1, 3, 4], 2],
      [[1, 3, 4], 3],
      [[1, 2], 2],
    ] as const) {
      Object.assign(inner, { factors: [...factors], power });
      const { value, gradient } = await valueAndGradient(stream, { cut });
      expect(value).toBeCloseTo(total(factors) * 100 ** power, 6);
      expect(gradient.cut).toBeCloseTo((power * total(factors) * 100 ** power) / 50, 6);
    }
  });

  it("gives the derivative of the value that was computed before it changed", async () => {
    const changing = { cut, k: 3 };
    const stream = events.pipe(
      sum((ev, { cut, k }) => cut * k * ev.x, changing),
      tap(() => Object.assign(changing, { k: 1000 })),
      objective((n) => 2 * n.value),
    );
    const { value, gradient } = await valueAndGradient(stream, { cut }, { mode: "reverse" });
    expect(value).toBeCloseTo(2 * 50 * 3 * total(rows.map(({ x }) => x)), 6);
    expect(gradient.cut).toBeCloseTo(value / 50, 6);
  });
});

describe("what is no scope", () => {
  it("is what it was when the pipeline was made", async () => {
    const [edges, seed, options] = [[0, 50, 101], { n: 1 }, { width: 4 }];
    const plain = parameter("plain", 50);
    const streams = [
      events.pipe(
        histogram((ev) => ev.x, { edges }),
        objective((h) => 1000 * (h.values[0] ?? 0) + (h.values[1] ?? 0)),
      ),
      events.pipe(
        reduce(({ n }) => ({ n: n + 1 }), seed),
        objective(({ n }) => n.value),
      ),
      events.pipe(
        filter((ev, { plain }) => ev.x > plain, { plain }, options),
        count(),
      ),
    ];
    const values = () => Promise.all(streams.map((stream) => valueAt(stream, {})));
    Object.assign(options, { width: 10 });
    edges.splice(1, 1, 60);
    seed.n = 7;
    const first = await values();
    expect(first.slice(0, 2)).toEqual([
      1000 * rows.filter(({ x }) => x < 50).length + rows.filter(({ x }) => x >= 50).length,
      201,
    ]);
    expect(first[2]).toBe(
      await valueAt(events.pipe(filter((ev, { plain }) => ev.x > plain, { plain }, { width: 4 })).pipe(count()), {}),
    );
    Object.assign(options, { width: 20 });
    edges.splice(1, 1, 70);
    seed.n = 9;
    expect(await values()).toEqual(first);
  });
});

describe("one lambda of results", () => {
  const squares = (h: Histogram) => h.values.map((n) => n * n).reduce((s, n) => s + n, 0);

  it("is elaborated anew for other numbers of bins", async () => {
    for (const edges of [
      [0, 50, 101],
      [0, 30, 60, 101],
      [0, 50, 101],
    ]) {
      const stream = events.pipe(
        histogram((ev) => ev.x, { edges }),
        objective(squares),
      );
      const bins = edges.slice(1).map((end, k) => rows.filter(({ x }) => x >= (edges[k] ?? 0) && x < end).length);
      expect(await valueAt(stream, {})).toBe(total(bins.map((n) => n * n)));
    }
  });

  it("takes plain numbers as they are emitted", async () => {
    let luminosity = 0;
    const stream = events.pipe(
      weight((_ev, { cut }) => cut, { cut }),
      count(),
      toEach((n) => ({ n, luminosity })),
      objective(({ n, luminosity }) => n.value * luminosity),
    );
    for (const now of [1, 2, 0, -0, 1]) {
      luminosity = now;
      const { value, gradient } = await valueAndGradient(stream, { cut });
      expect(value).toBe(200 * 50 * now);
      expect(gradient.cut).toBeCloseTo(200 * now, 12);
    }
  });

  it("does not mistake a name with a dot for a path", async () => {
    const two = events.pipe(count());
    const one = events.pipe(
      filter((ev) => ev.x < 50),
      count(),
    );
    const stream = forkJoin({ all: two, some: one }).pipe(
      toEach(({ all, some }) => ({ "a.b": all, a: { b: some } })),
      objective((all) => 1000 * all["a.b"].value + all.a.b.value),
    );
    expect(await valueAt(stream, {})).toBe(200_000 + rows.filter(({ x }) => x < 50).length);
  });

  it("has the derivatives of each chain it stands in", async () => {
    const twice = (n: { readonly value: number }) => 2 * n.value;
    const source = () =>
      events.pipe(
        weight((_ev, { cut }) => cut, { cut }),
        count(),
      );
    for (const [stream, factor] of [
      [source().pipe(objective(twice)), 2],
      [source().pipe(objective(twice), objective(twice)), 4],
      [source().pipe(objective(twice), objective(twice), objective(twice)), 8],
    ] as const) {
      const { value, gradient } = await valueAndGradient(stream, { cut });
      expect(value).toBe(factor * 200 * 50);
      expect(gradient.cut).toBe(factor * 200);
    }
  });
});

/** The same pipeline of new lambdas, so that nothing is known of it. */
const fresh = (threshold: ReturnType<typeof hold> | typeof cut = cut, scale = parameter("scale", 1)) => {
  const select = (source: Observable<Batch<never>>) =>
    (source as Observable<never>).pipe(
      map((ev: Event, { scale }: { scale: number }) => ({ x: scale * ev.x, y: ev.x }), { scale }) as never,
      filter((ev: Event, { threshold }: { threshold: number }) => ev.x > threshold, { threshold }) as never,
      histogram((ev: { y: number }) => ev.y, { edges: [0, 40, 60, 101] }) as never,
      objective((h: Histogram) => h.values.reduce((s, n, k) => s + (k + 1) * n * n, 0)) as never,
    ) as Observable<unknown>;
  return { select, scale };
};

describe("a pipeline that has run before", () => {
  const scale = parameter("scale", 1, { width: 0.02 });
  const kept = fresh(cut, scale).select(events as never);

  const options: Readonly<Record<string, GradientOptions<Parameters>>> = {
    plain: {},
    "another value": { at: { cut: 55 } },
    "both values": { at: { cut: 45, scale: 1.1 } },
    "values that are equal": { at: { cut: 1, scale: 1 } },
    "wider steps": { widthFactor: 3 },
    "hard steps": { widthFactor: 1e-9, at: { cut: 50.5 } },
    "frozen widths": { at: { cut: 52 }, frozenAt: { cut: 40 } },
    "other frozen widths": { at: { cut: 52 }, frozenAt: { cut: 60, scale: 2 } },
    forward: { mode: "forward" },
    reverse: { mode: "reverse" },
    interpreter: { lane: "interpreter" },
    javascript: { lane: "javascript", mode: "reverse" },
    "exact forward": { meaning: { kind: "exact-forward" } },
    "fixed selection": { meaning: { kind: "fixed-selection" } },
    "plain again": {},
  };

  it("gives under any options what a new one gives", async () => {
    const different = new Set<string>();
    for (const [what, each] of Object.entries(options)) {
      const found = await valueAndGradient(kept, { cut, scale }, each);
      const expected = await valueAndGradient(fresh(cut, scale).select(events as never), { cut, scale }, each);
      expect(found, what).toEqual(expected);
      different.add(JSON.stringify(found));
    }
    expect(different.size).toBeGreaterThan(9);
  });

  it("gives the derivatives by the names and in the order that are asked for", async () => {
    const { gradient } = await valueAndGradient(kept, { cut, scale });
    const turned = await valueAndGradient(kept, { b: scale, a: cut });
    expect(Object.entries(turned.gradient)).toEqual([
      ["b", gradient.scale],
      ["a", gradient.cut],
    ]);
    expect((await valueAndGradient(kept, { scale })).gradient).toEqual({ scale: gradient.scale });
  });

  it("is another one with a parameter held", async () => {
    const held = fresh(hold(cut), scale).select(events as never);
    const value = await valueAt(kept, {});
    const { value: hard, gradient } = await valueAndGradient(held, { cut, scale: parameter("other", 1) });
    expect(gradient).toEqual({ cut: 0, scale: 0 });
    expect(hard).not.toBe(value);
    expect(await valueAt(kept, {})).toBe(value);
  });

  it("runs over columns of other types and with nulls", async () => {
    const xs = rows.map(({ x }) => x);
    const { select } = fresh(cut, scale);
    const validity = new Uint8Array(Math.ceil(rows.length / 8)).fill(0b10110111);
    const isThere = (i: number): boolean => (((validity[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
    const columns: readonly (readonly [Column, (i: number) => boolean])[] = [
      [{ kind: "leaf", dtype: "f64", values: Float64Array.from(xs) }, () => true],
      [{ kind: "leaf", dtype: "i32", values: Int32Array.from(xs) }, () => true],
      [{ kind: "leaf", dtype: "f32", values: Float32Array.from(xs), validity }, isThere],
      [{ kind: "leaf", dtype: "f64", values: Float64Array.from(xs) }, () => true],
    ];
    // one operator over several sources: its stages are the same ones
    const operators = [filter((ev: Event, { cut }: { cut: number }) => ev.x > cut, { cut }), count()] as const;
    for (const [x, isIn] of columns) {
      const batch = batchOf<Event>({ kind: "record", fields: new Map([["x", x]]) }, { name: "t", replayable: true });
      const there = eventsOf(
        rows.filter((_, i) => isIn(i)),
        1000,
      );
      const piped = (source: Observable<unknown>) => source.pipe(...(operators as never as []));
      for (const mode of modes) {
        const found = await valueAndGradient(piped(of(batch)), { cut }, { mode });
        const expected = await valueAndGradient(piped(there), { cut }, { mode });
        expect(found.value).toBeCloseTo(expected.value, 9);
        expect(found.gradient.cut).toBeCloseTo(expected.gradient.cut, 9);
      }
      expect(await valueAt(select(of(batch) as never), {})).toBeCloseTo(await valueAt(select(there as never), {}), 6);
    }
  });
});

describe("an extreme", () => {
  it("is asked for the derivatives of this call, not of the one before", async () => {
    const [smooth, stepped] = [parameter("smooth", 2), parameter("stepped", 2.5)];
    const scope = { smooth, stepped };
    const stream = events.pipe(max((ev, { smooth, stepped }) => smooth * ev.x + Math.floor(stepped * ev.x), scope));
    for (let call = 0; call < 2; call++) {
      expect(await gradient(stream, { smooth })).toEqual({ smooth: 100 });
      await expect(gradient(stream, { stepped })).rejects.toMatchObject({ code: "E_WIDTH" });
      await expect(gradient(stream, { smooth, stepped })).rejects.toMatchObject({ code: "E_WIDTH" });
    }
  });
});

describe("pipelines that are merged before they are filled", () => {
  const other = parameter("other", 30, { width: 3 });
  const above = (threshold: typeof cut) =>
    events.pipe(
      filter((ev, { threshold }) => ev.x > threshold, { threshold }),
      map((ev, { threshold }) => ({ x: ev.x * threshold }), { threshold }),
    );

  it("are filled each by its own stages, and have each their own derivatives", async () => {
    for (const mode of modes) {
      const [a, b] = [cut, other].map((threshold) =>
        valueAndGradient(above(threshold).pipe(sum((ev) => ev.x)), { cut, other }, { mode }),
      );
      const merged = merge(above(cut), above(other)).pipe(sum((ev) => ev.x));
      const found = await valueAndGradient(merged, { cut, other }, { mode });
      const [first, second] = [await a, await b];
      expect(found.value).toBeCloseTo((first?.value ?? 0) + (second?.value ?? 0), 6);
      expect(found.gradient.cut).toBeCloseTo(first?.gradient.cut ?? 0, 6);
      expect(found.gradient.other).toBeCloseTo(second?.gradient.other ?? 0, 6);
      expect(found.gradient.cut).not.toBe(0);
      expect(found.gradient.other).not.toBe(0);
    }
  });

  it("are counted as JavaScript counts them", async () => {
    const parts = merge(events.pipe(filter((ev) => ev.x > 70)), events.pipe(filter((ev) => ev.x < 20)));
    expect(await valueAt(parts.pipe(count()), {})).toBe(rows.filter(({ x }) => x > 70 || x < 20).length);
  });
});
