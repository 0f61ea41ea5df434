import { from, lastValueFrom, map as mapOf, Subject, tap } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  batchOf,
  type Column,
  columnOf,
  gradient,
  type Histogram,
  lambda,
  lastOf,
  parameter,
  plainBindings,
} from "../core/index.ts";
import { count, filter, histogram, sum } from "./diff.ts";
import { batchesOf, eventsOf } from "./events-of.ts";

interface Event {
  readonly x: number;
  readonly l: readonly number[];
}

const events: readonly Event[] = Array.from({ length: 90 }, (_, i) => ({ x: i / 9, l: [i, 1].slice(i % 2) }));
const cut = parameter("cut", 5, { width: 1 });

const buffersOf = (column: Column): readonly ArrayBufferLike[] => {
  if (column.kind === "leaf") return [column.values.buffer];
  if (column.kind === "list") return [column.offsets.buffer, ...buffersOf(column.item)];
  return [...column.fields.values()].flatMap(buffersOf);
};
const giveAway = (column: Column): void => {
  for (const buffer of buffersOf(column))
    if (buffer instanceof ArrayBuffer && !buffer.detached) structuredClone(buffer, { transfer: [buffer] });
};

describe("columns whose buffers go away while they are used are an error", () => {
  it.each<[string, (ev: Event) => number]>([
    ["of numbers", (ev) => ev.x],
    ["of lists", (ev) => ev.l.length],
    ["of items", (ev) => ev.l.reduce((s, x) => s + x, 0)],
  ])("%s", async (_what, f) => {
    const given = eventsOf(events, 30).pipe(tap(({ columns }) => giveAway(columns)));
    await expect(lastValueFrom(given.pipe(sum(f as never)))).rejects.toThrow(/E_(SHAPE|OFFSETS)[\s\S]*the sample/);
  });

  it("also where a block that has them is begun anew", async () => {
    const [first, second] = batchesOf([{ x: 1 }, { x: null }], 1);
    if (!first || !second) throw new TypeError("there are two batches");
    const stream = from([first, second]).pipe(tap((batch) => batch === second && giveAway(first.columns)));
    await expect(lastValueFrom(stream.pipe(sum((ev) => ev.x ?? 0)))).rejects.toThrow("E_SHAPE");
  });

  it("also where a buffer shrinks", async () => {
    const buffer = new ArrayBuffer(80, { maxByteLength: 80 });
    const x: Column = { kind: "leaf", dtype: "f64", values: new Float64Array(buffer) };
    const batch = batchOf<{ x: number }>(
      { kind: "record", fields: new Map([["x", x]]) },
      { name: "s", replayable: true },
    );
    const stream = from([batch]).pipe(tap(() => buffer.resize(8)));
    await expect(lastValueFrom(stream.pipe(sum((ev) => ev.x)))).rejects.toThrow("E_SHAPE");
  });

  it("also before a second pass", async () => {
    const batches = batchesOf(events, 30);
    const stream = from(batches).pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
      tap(() => {
        for (const { columns } of batches) giveAway(columns);
      }),
    );
    await expect(gradient(stream, { cut }, { mode: "reverse" })).rejects.toThrow(/E_(SHAPE|OFFSETS)/);
  });
});

describe("numbers in lambdas arrive bit for bit", () => {
  const odd = ["NaN", "-0", "Infinity", "5e-324", "0.1 + 0.2", "1e400", "-1.7976931348623157e308", "2 ** 53 + 2"];
  const numberIn = (text: string): number => Function(`return ${text}`)();
  // 1 / x tells the two zeros apart; NaN is skipped
  const bitsOf = async (f: (ev: Event) => number): Promise<readonly number[]> => {
    const [one] = events;
    const stream = (g: object) => eventsOf(one ? [one] : []).pipe(sum(g as never));
    const text = String(f);
    const inverse = Function(`return (ev, s) => 1 / ((${text})(ev, s))`)();
    const both = await Promise.all([f, inverse].map((g) => lastValueFrom(stream(g))));
    return both.flatMap(({ value, skipped }) => [value, skipped]);
  };

  it.each(odd)("written in the text: %s", async (text) => {
    const x = numberIn(text);
    const wanted = Number.isNaN(x) ? [0, 1, 0, 1] : [x + 0, 0, 1 / x, 0];
    expect(await bitsOf(Function(`return (ev) => ${text}`)())).toEqual(wanted);
  });

  it.each(odd.filter((text) => Number.isFinite(numberIn(text))))("in a scope and as a parameter: %s", async (text) => {
    const x = numberIn(text);
    const p = parameter("p", x);
    const [one] = batchesOf(events.slice(0, 1));
    if (!one) throw new TypeError("there is a batch");
    for (const given of [x, p]) {
      const value = sum((_ev: unknown, { given }: { readonly given: number }) => 1 / given, { given: given as never });
      expect((await lastValueFrom(from([one]).pipe(value))).value).toBe(1 / x);
    }
  });
});

describe("float32 columns", () => {
  const values = Float32Array.from({ length: 100_000 }, (_, i) => 0.1 + (i % 7) * 1e-3);
  const over = (numbers: Float32Array) => {
    const x: Column = { kind: "leaf", dtype: "f32", values: numbers };
    const source = { name: "f32", replayable: true };
    return from([batchOf<{ x: number }>({ kind: "record", fields: new Map([["x", x]]) }, source)]);
  };
  const scale = parameter("scale", 1);
  const slopeOf = async (numbers: Float32Array): Promise<number> =>
    (await gradient(over(numbers).pipe(sum((ev, { scale }) => ev.x * scale, { scale })), { scale })).scale;
  // whole multiples of 2^-30: their sum is exact
  const exact = Number(values.reduce((total, x) => total + BigInt(x * 2 ** 30), 0n)) / 2 ** 30;

  it("are added up in float64, values and derivatives, in any order", async () => {
    const { value } = await lastValueFrom(over(values).pipe(sum((ev) => ev.x)));
    for (const found of [value, await slopeOf(values), await slopeOf(values.toReversed())])
      expect(Math.abs(found / exact - 1)).toBeLessThan(1e-12);
    expect(Math.abs(values.reduce((total, x) => Math.fround(total + x), 0) / exact - 1)).toBeGreaterThan(1e-6);
  });
});

describe("what would not end", () => {
  it("is not a helper that calls itself a constant number of times", async () => {
    const scope: Record<string, unknown> = {};
    const power = lambda(
      Function("return (x, n, { again }) => { if (n > 0) return x * again(x, n - 1); return 1; }")() as (
        x: number,
        n: number,
        scope: object,
      ) => number,
      scope,
    );
    scope.again = power;
    const stream = eventsOf([{ x: 3 }]).pipe(sum((ev, { power }) => power(ev.x, 4), { power }));
    expect((await lastValueFrom(stream)).value).toBe(81);
  });

  it("is refused as a helper that calls itself for ever", async () => {
    const scope: Record<string, unknown> = {};
    const down = lambda((x: number, s: { readonly again: (x: number) => number }) => s.again(x - 1), scope as never);
    scope.again = down;
    const stream = eventsOf([{ x: 3 }]).pipe(sum((ev, { down }) => (down as (x: number) => number)(ev.x), { down }));
    await expect(lastValueFrom(stream)).rejects.toMatchObject({ code: "E_LAMBDA" });
  });

  it.each([300, 3000, 30_000])("is a sum of %i terms, understood or refused", async (terms) => {
    const f = Function(`return (ev) => ${Array(terms).fill("ev.x").join(" + ")}`)();
    const outcome = await Promise.resolve()
      .then(() => lastValueFrom(eventsOf([{ x: 1 }]).pipe(sum(f))))
      .then(({ value }) => value)
      .catch((error: { readonly code: string }) => error.code);
    expect([terms, "E_LAMBDA"]).toContain(outcome);
  });

  it("is a list of 100000 items in its order", async () => {
    const l = Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003);
    const f = (ev: { readonly l: readonly number[] }) => ev.l.toSorted((a, b) => b - a)[2] ?? -1;
    const stream = eventsOf([{ l }]).pipe(sum(f as never));
    expect((await lastValueFrom(stream)).value).toBe(f({ l }));
  }, 10_000);
});

describe("time", () => {
  afterEach(() => vi.useRealTimers());

  it("that is virtual changes no value, and a result comes in the frame in which the source completes", () => {
    const [a, b, c] = batchesOf(events, 30);
    if (!a || !b || !c) throw new TypeError("there are three batches");
    const scheduler = new TestScheduler((found, wanted) => expect(found).toEqual(wanted));
    scheduler.run(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-a 99ms b 5s c 2m |", { a, b, c });
      const value = source.pipe(
        filter((ev) => ev.x > 5),
        count(),
        mapOf((n) => n.value),
      );
      const n = events.filter(({ x }) => x > 5).length;
      expectObservable(value).toBe("- 100ms 5001ms 2m 1ms (n|)", { n });
      expectSubscriptions(source.subscriptions).toBe("^ 100ms 5001ms 2m 1ms !");
    });
  });

  it("that stands still keeps nothing from its end", async () => {
    vi.useFakeTimers();
    const stream = eventsOf(events, 30).pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    const frozen = await gradient(stream, { cut }, { mode: "reverse" });
    vi.useRealTimers();
    expect(frozen).toEqual(await gradient(stream, { cut }, { mode: "reverse" }));
  });
});

describe("a subscriber", () => {
  it("may leave inside its handler of an error", async () => {
    const source = new Subject<never>();
    const errors: unknown[] = [];
    const subscription = source.pipe(count()).subscribe({
      error: (error) => {
        errors.push(error);
        subscription.unsubscribe();
      },
    });
    source.error("broken");
    expect([errors, source.observed]).toEqual([["broken"], false]);
  });

  it("is not disturbed by a signal that aborts after the end, and leaves nothing on it", async () => {
    const controller = new AbortController();
    const added = vi.spyOn(controller.signal, "addEventListener");
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const stream = eventsOf(events).pipe(histogram((ev) => ev.x, { edges: [0, 5, 10] }));
    const result = await lastOf<Histogram>(stream, plainBindings, controller.signal);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
    controller.abort();
    expect([...result.values]).toEqual([45, 45]);
  });
});

it("a quantity that is used twice, and columns that change after they were filled, leave values as they were", async () => {
  const k = parameter("k", 3);
  const column = columnOf(events.map(({ x }) => ({ x })));
  const source = { name: "s", replayable: true };
  const batch = column.kind === "record" ? batchOf<{ x: number }>(column, source) : undefined;
  const stream = from(batch ? [batch] : []).pipe(sum((ev, { k }) => (ev.x * k + k) * k, { k }));
  const total = events.reduce((s, { x }) => s + (x * 3 + 3) * 3, 0);
  const before = await lastValueFrom(stream);
  expect(before.value).toBeCloseTo(total, 9);
  expect((await gradient(stream, { k })).k).toBeCloseTo((2 * total) / 3, 9);
  const leaf = column.kind === "record" ? column.fields.get("x") : undefined;
  if (leaf?.kind === "leaf") leaf.values.fill(0 as never);
  expect(before.value).toBeCloseTo(total, 9);
});
