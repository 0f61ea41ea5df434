import { filter as keepIf, Observable } from "rxjs";
import { expect, test, vi } from "vitest";
import {
  type Batch,
  definePlugin,
  definePrimitive,
  lambda,
  listOf,
  parameter,
  real,
  recordOf,
  stopGradient,
} from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { checkOperator } from "./check-operator.ts";
import { checkPlugin } from "./check-plugin.ts";
import { failuresOf } from "./failures.ts";

vi.setConfig({ testTimeout: 60_000 });

const momentum = recordOf({ pt: real(1, 100), phi: real(-3, 3) });
const px = (p: { readonly pt: number; readonly phi: number }): number => p.pt * Math.cos(p.phi);
const scope = { stopGradient };

const right = {
  name: "right",
  about: "what the laws hold for",
  functions: {
    px,
    double: definePrimitive({
      name: "double",
      evaluate: (x: number) => 2 * x,
      partials: [() => 2],
      domain: [real(-3, 3)],
    }),
  },
  domains: { px: [momentum] },
};

test("a right plugin breaks no law", async () => {
  expect(await failuresOf((runner) => checkPlugin(definePlugin(right), runner))).toEqual([]);
});

test("a plugin with nothing to check fails", async () => {
  const failed = await failuresOf((runner) => checkPlugin(definePlugin({ name: "empty", about: "" }), runner));
  expect(failed).toEqual(["the plugin empty has parts to check, and all of them can be"]);
});

test("a closed lambda without a domain fails, unless it is exempt with a reason", async () => {
  const plugin = definePlugin({
    ...right,
    functions: { px, one: (x: number): number => x },
    domains: { one: [real(-1, 1)] },
  });
  const statement = "the plugin right has parts to check, and all of them can be";
  expect(await failuresOf((runner) => checkPlugin(plugin, runner))).toEqual([statement]);
  expect(await failuresOf((runner) => checkPlugin(plugin, { ...runner, exempt: { px: "a reason" } }))).toEqual([]);
  expect(await failuresOf((runner) => checkPlugin(plugin, { ...runner, exempt: { px: "", pz: "" } }))).toEqual([
    statement,
  ]);
});

test("a wrong partial is found, also in a primitive that only a lambda uses", async () => {
  const wrong = definePrimitive({
    name: "wrong square",
    evaluate: (x: number) => x * x,
    partials: [(x) => 2.00001 * x],
    domain: [real(-2, 2)],
  });
  const used = { wrong };
  const f = lambda((x: number, { wrong }: typeof used): number => wrong(x) + 1, used);
  for (const functions of [{ wrong }, { f }]) {
    const domains: Record<string, readonly [ReturnType<typeof real>]> = "f" in functions ? { f: [real(-2, 2)] } : {};
    const plugin = definePlugin({ name: "wrong", about: "", functions, domains });
    const failed = await failuresOf((runner) => checkPlugin(plugin, runner));
    expect(failed).toEqual([
      "partials: wrong square, input 0",
      ...("f" in functions ? ["slopes of functions: f"] : []),
    ]);
  }
});

test("a lambda whose derivative is cut off is found", async () => {
  const f = lambda(
    (p: { readonly pt: number; readonly phi: number }, { stopGradient }: typeof scope): number =>
      p.pt * Math.cos(stopGradient(p.phi)),
    scope,
  );
  const plugin = definePlugin({ name: "wrong", about: "", functions: { f }, domains: { f: [momentum] } });
  expect(await failuresOf((runner) => checkPlugin(plugin, runner))).toEqual(["slopes of functions: f"]);
});

test("a lambda that is another function when it is compiled is found", async () => {
  const f = Object.assign((x: number): number => x + 1e-13, { toString: undefined });
  const compiledAs = (x: number): number => x;
  const original = Function.prototype.toString;
  Function.prototype.toString = function (this: unknown): string {
    return Reflect.apply(original, this === f ? compiledAs : this, []);
  };
  try {
    const plugin = definePlugin({ name: "wrong", about: "", functions: { f }, domains: { f: [real(0, 1)] } });
    expect(await failuresOf((runner) => checkPlugin(plugin, runner))).toEqual(["functions: f"]);
  } finally {
    Function.prototype.toString = original;
  }
});

test("records are checked member by member, lists are refused, and so is a value that is missing in the domain", async () => {
  const momenta = [listOf(momentum, 0, 3)];
  type Momenta = readonly { readonly pt: number; readonly phi: number }[];
  const vector = (p: { readonly pt: number; readonly phi: number }) => ({
    x: p.pt * Math.cos(p.phi),
    y: p.pt * Math.sin(p.phi),
  });
  const cutOff = lambda(
    (p: { readonly pt: number; readonly phi: number }, { stopGradient }: typeof scope) => ({
      x: p.pt,
      y: stopGradient(p.pt),
    }),
    scope,
  );
  const hard = (ps: Momenta) => ps.filter((p) => p.pt > 20);
  const second = (ps: { readonly 1: { readonly pt: number } }): number => ps[1].pt;
  const plugin = definePlugin({
    name: "results",
    about: "",
    functions: { vector, cutOff, hard, second },
    domains: { vector: [momentum], cutOff: [momentum], hard: momenta, second: momenta },
  });
  const failed = await failuresOf((runner) => checkPlugin(plugin, runner));
  expect(failed).toEqual([
    "functions: hard",
    "slopes of functions: cutOff",
    "slopes of functions: hard",
    "slopes of functions: second",
  ]);
});

test("a singular point that is not taken care of is found", async () => {
  const f = (x: number): number => Math.sqrt(x);
  const plugin = definePlugin({
    name: "wrong",
    about: "",
    functions: { f },
    domains: { f: [real(0.5, 1)] },
    finiteAt: { f: [[0], [1]] },
  });
  expect(await failuresOf((runner) => checkPlugin(plugin, runner))).toEqual(["finite points: f at [0]"]);
});

const cut = parameter("cut", 40, { width: 5 });
const events = { met: real(0, 100), jet: listOf(recordOf({ pt: real(0, 100) })) };

type Numbered = { readonly met: number };

/** An operator made of the library's: events with much missing energy. */
const above = (operators: typeof hard) => (least: typeof cut) =>
  operators.filter((ev: Numbered, { least }) => ev.met > least, { least });

const pair = { hard: above(hard), diff: above(diff) };

test("a right operator breaks no law", async () => {
  const failed = await failuresOf((runner) =>
    checkOperator(
      {
        name: "above",
        operator: pair,
        events,
        parameters: { cut },
        use:
          (above, { histogram }) =>
          (stream) =>
            stream.pipe(
              above(cut),
              histogram((ev) => ev.met, { edges: [0, 30, 50, 100] }),
            ),
        total:
          (above, { count }) =>
          (stream) =>
            stream.pipe(above(cut), count()),
      },
      runner,
    ),
  );
  expect(failed).toEqual([]);
});

const failuresWith = (operator: (source: Observable<Batch<Numbered>>) => Observable<Batch<Numbered>>) =>
  failuresOf((runner) =>
    checkOperator(
      {
        name: "faulty",
        operator: { hard: operator },
        events,
        use:
          (faulty, { sum }) =>
          (stream) =>
            stream.pipe(
              faulty,
              sum((ev) => ev.met),
            ),
      },
      runner,
    ),
  );

test("an operator that keeps state between subscriptions is found", async () => {
  let seen = 0;
  const failed = await failuresWith((source) =>
    source.pipe(
      keepIf(() => {
        seen += 1;
        return seen % 7 !== 0;
      }),
    ),
  );
  expect(failed).toContain("repeats: faulty as used, hard");
});

test("an operator that depends on how the stream is cut is found", async () => {
  expect(await failuresWith((source) => source.pipe(keepIf(({ size }) => size % 2 === 0)))).toContain(
    "cuts: faulty as used, hard",
  );
});

test("an operator that swallows errors is found", async () => {
  const deaf = (source: Observable<Batch<Numbered>>): Observable<Batch<Numbered>> =>
    new Observable((out) =>
      source.subscribe({
        next: (batch) => out.next(batch),
        error: () => out.complete(),
        complete: () => out.complete(),
      }),
    );
  const failed = await failuresWith(deaf);
  expect(failed).toContain("streams: faulty as used, hard, over an error at once");
});

test("an operator that does not leave its source is found", async () => {
  const held = (source: Observable<Batch<Numbered>>): Observable<Batch<Numbered>> =>
    new Observable((out) => {
      source.subscribe({
        next: (batch) => out.next(batch),
        error: (error) => out.error(error),
        complete: () => out.complete(),
      });
    });
  const failed = await failuresWith(held);
  expect(failed).toContain("streams: faulty as used, hard, over an endless source that is left: nothing more is taken");
});

test("a number that needs an event has to say so", async () => {
  const failuresOfMean = (needsEvents: boolean) =>
    failuresOf((runner) =>
      checkOperator(
        {
          name: "average",
          operator: { hard: hard.objective },
          events,
          needsEvents,
          use:
            (objective, { fill, sum, count }) =>
            (stream) =>
              stream.pipe(
                fill({ total: sum((ev) => ev.met), n: count() }),
                objective(({ total, n }) => total.value / n.value),
              ),
        },
        runner,
      ),
    );
  expect(await failuresOfMean(true)).toEqual([]);
  expect(await failuresOfMean(false)).toEqual([
    expect.stringMatching(/^streams: average as used, hard, over an empty source/),
  ]);
});

test("a differentiable flavour with another threshold is found, and one that forgets to relax", async () => {
  const failuresOfPair = (other: typeof pair.hard) =>
    failuresOf((runner) =>
      checkOperator(
        {
          name: "above",
          operator: { hard: pair.hard, diff: other },
          events,
          parameters: { cut },
          use:
            (above, { count }) =>
            (stream) =>
              stream.pipe(above(cut), count()),
        },
        runner,
      ),
    );
  const shifted = (least: typeof cut) => diff.filter((ev: Numbered, { least }) => ev.met > least + 1, { least });
  expect(await failuresOfPair(shifted)).toEqual(["limits of an operator: above"]);
  const stopped = (least: typeof cut) =>
    diff.filter((ev: Numbered, { least, stopGradient }) => ev.met > stopGradient(least), { least, stopGradient });
  expect(await failuresOfPair(stopped)).toEqual(["modes of an operator: above"]);
});

test("a pipeline that loses events on the way is found by its total", async () => {
  const failed = await failuresOf((runner) =>
    checkOperator(
      {
        name: "above",
        operator: pair,
        events,
        parameters: { cut },
        use:
          (above, { histogram }) =>
          (stream) =>
            stream.pipe(
              above(cut),
              histogram((ev) => ev.met, { edges: [0, 30, 50, 100] }),
            ),
        total:
          (_above, { count }) =>
          (stream) =>
            stream.pipe(count()),
      },
      runner,
    ),
  );
  expect(failed).toEqual(["conservation of an operator: above, hard", "conservation of an operator: above, diff"]);
});

test("flavours of different types do not compile, and a flavour without parameters is refused", () => {
  const other = (least: typeof cut, _more?: number) => pair.diff(least);
  const runner = { test: () => undefined, report: () => undefined };
  const subject = {
    name: "above",
    events,
    use: () => (stream: Observable<unknown>) => stream,
  };
  // @ts-expect-error an argument more makes another type
  checkOperator({ ...subject, operator: { hard: pair.hard, diff: other }, parameters: { cut } }, runner);
  expect(() => checkOperator({ ...subject, operator: pair }, runner)).toThrow(/^E_PARAMETER.*above/);
});
