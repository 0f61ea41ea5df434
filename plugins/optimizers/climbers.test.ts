import fc from "fast-check";
import { expect, test } from "vitest";
import { isJagradError } from "../../core/index.ts";
import { adam, bestOf, gradientDescent, type Objective, type Point, type Sense } from "./index.ts";

const climbers = { gradientDescent, adam };
const each = test.each(Object.entries(climbers));

/** A quadratic about an optimum, in units of `scale` for each parameter; `height` at the top or bottom. */
const bowl =
  (optimum: Readonly<Record<string, number>>, scale: Readonly<Record<string, number>>, sense: Sense): Objective =>
  async (at) => {
    const sign = sense === "maximise" ? -1 : 1;
    const names = Object.keys(optimum);
    const u = (name: string): number => ((at[name] ?? 0) - (optimum[name] ?? 0)) / (scale[name] ?? 1);
    return {
      value: sign * names.reduce((sum, name) => sum + u(name) ** 2, 0),
      gradient: Object.fromEntries(names.map((name) => [name, (sign * 2 * u(name)) / (scale[name] ?? 1)])),
    };
  };

const rosenbrock: Objective = async ({ x = 0, y = 0 }) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: { x: -2 * (1 - x) - 400 * x * (y - x * x), y: 200 * (y - x * x) },
});

const errorOf = (search: Promise<unknown>): Promise<unknown> =>
  search.then(
    () => undefined,
    (error: unknown) => error,
  );

each("%s finds the bottom of a bowl and the top of a hill, whatever their units", async (_name, climber) => {
  const unit = fc.double({ min: -6, max: 6, noNaN: true }).map((e) => 10 ** e);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Sense>("minimise", "maximise"),
      unit,
      unit,
      unit,
      async (sense, kilo, milli, height) => {
        const hill = bowl({ a: 3 * kilo, b: -2 * milli }, { a: kilo, b: milli }, sense);
        const scaled: Objective = async (at, options) => {
          const { value, gradient } = await hill(at, options);
          return {
            value: height * value,
            gradient: Object.fromEntries(Object.entries(gradient).map(([k, v]) => [k, height * v])),
          };
        };
        const start = [
          { name: "a", value: 0, width: kilo },
          { name: "b", value: milli, width: milli },
        ];
        const found = await climber(scaled, start, { sense });
        expect(found.converged).toBe(true);
        expect((found.parameters.a ?? 0) / kilo).toBeCloseTo(3, 1);
        expect((found.parameters.b ?? 0) / milli).toBeCloseTo(-2, 1);
      },
    ),
    { numRuns: 25 },
  );
});

each("%s finds the bottom of the Rosenbrock valley", async (_name, climber) => {
  const start = [
    { name: "x", value: -1.2, width: 0.1 },
    { name: "y", value: 1, width: 0.1 },
  ];
  const found = await climber(rosenbrock, start, { maxSteps: 20000, tolerance: 1e-6 });
  expect(found.parameters.x).toBeCloseTo(1, 1);
  expect(found.parameters.y).toBeCloseTo(1, 1);
  expect(found.value).toBeLessThan(1e-3);
});

each("%s stops at a wall beyond which the optimum lies, and moves along it", async (_name, climber) => {
  const asked: Point[] = [];
  const objective: Objective = (at, options) => {
    asked.push(at);
    return bowl({ a: 12, b: 3 }, { a: 1, b: 1 }, "maximise")(at, options);
  };
  const start = [
    { name: "a", value: 5, limits: [0, 10] as const, width: 1 },
    { name: "b", value: 0, width: 1 },
  ];
  const found = await climber(objective, start, { sense: "maximise" });
  expect(found.parameters.a).toBe(10);
  expect(found.parameters.b).toBeCloseTo(3, 1);
  expect(found.reason).toBe("converged");
  expect(asked.every(({ a = -1 }) => a >= 0 && a <= 10)).toBe(true);
});

each("%s leaves a wall when the slope turns", async (_name, climber) => {
  const turning: Objective = async ({ a = 0, b = 0 }) => {
    const target = b > 2 ? 5 : 20;
    return { value: (a - target) ** 2 + (b - 4) ** 2, gradient: { a: 2 * (a - target), b: 2 * (b - 4) } };
  };
  const start = [
    { name: "a", value: 9, limits: [0, 10] as const },
    { name: "b", value: 0, width: 1 },
  ];
  const found = await climber(turning, start, { maxSteps: 500 });
  expect(found.parameters.a).toBeCloseTo(5, 1);
});

test("adam comes close to the optimum of a noisy objective", async () => {
  const hill = bowl({ a: 3 }, { a: 1 }, "minimise");
  let seed = 1;
  const noise = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  const noisy: Objective = async (at, options) => {
    const { value, gradient } = await hill(at, options);
    return { value: value + noise(), gradient: { a: (gradient.a ?? 0) + 4 * noise() } };
  };
  const found = await adam(noisy, [{ name: "a", value: 0, width: 1 }], { maxSteps: 400 });
  const late = found.history.slice(-50).map(({ parameters }) => parameters.a ?? 0);
  expect(late.reduce((sum, a) => sum + a, 0) / late.length).toBeCloseTo(3, 0);
});

each("%s names the parameter whose derivative is NaN", async (_name, climber) => {
  const broken: Objective = async () => ({ value: 1, gradient: { good: 1, bad: Number.NaN } });
  const start = [
    { name: "good", value: 0, width: 1 },
    { name: "bad", value: 0, width: 1 },
  ];
  const error = await errorOf(climber(broken, start));
  expect(isJagradError(error) && [error.code, error.message]).toEqual([
    "E_NONFINITE",
    expect.stringContaining('"bad"'),
  ]);
});

each("%s says where the value is NaN", async (_name, climber) => {
  const log: Objective = async ({ x = 0 }) => ({ value: Math.log(x - 1), gradient: { x: 1 / (x - 1) } });
  const error = await errorOf(climber(log, [{ name: "x", value: 1.4, width: 1 }]));
  expect(isJagradError(error) && [error.code, error.message]).toEqual([
    "E_NONFINITE",
    expect.stringMatching(/NaN[\s\S]*"x" = 0\.\d/),
  ]);
});

each("%s carries the best point when it is cancelled", async (_name, climber) => {
  const stop = new AbortController();
  const search = climber(bowl({ a: 30 }, { a: 1 }, "minimise"), [{ name: "a", value: 0, width: 1 }], {
    signal: stop.signal,
    onStep: ({ step }) => {
      if (step === 4) stop.abort(new Error("enough"));
    },
  });
  const error = await errorOf(search);
  expect(isJagradError(error) && error.code).toBe("E_CANCELLED");
  const best = bestOf(error);
  expect(best?.steps).toBe(5);
  expect(best?.reason).toBe("cancelled");
  expect(best?.value).toBe(best?.history.at(-1)?.value);
  expect(error instanceof Error && error.cause).toEqual(new Error("enough"));
});

each(
  "%s turns what an aborted objective throws into the same error, and lets other errors pass",
  async (_n, climber) => {
    const stop = new AbortController();
    const start = [{ name: "a", value: 0, width: 1 }];
    const aborting: Objective = async (_at, { signal }) => {
      stop.abort();
      signal?.throwIfAborted();
      return { value: 0, gradient: { a: 0 } };
    };
    const error = await errorOf(climber(aborting, start, { signal: stop.signal }));
    expect(isJagradError(error) && error.code).toBe("E_CANCELLED");
    expect(bestOf(error)).toBeUndefined();
    const failing: Objective = async () => {
      throw new RangeError("no data");
    };
    expect(await errorOf(climber(failing, start))).toEqual(new RangeError("no data"));
  },
);

each("%s takes names as data", async (_name, climber) => {
  const names = ["__proto__", "constructor", '"; drop'];
  const optimum = Object.fromEntries(names.map((name, k) => [name, k + 1]));
  const start = names.map((name) => ({ name, value: 0, width: 1 }));
  const scale = Object.fromEntries(names.map((name) => [name, 1]));
  const found = await climber(bowl(optimum, scale, "minimise"), start);
  expect(Object.getPrototypeOf(found.parameters)).toBeNull();
  names.forEach((name, k) => {
    expect(found.parameters[name]).toBeCloseTo(k + 1, 1);
  });
});

each("%s reports each step and says when the steps are used up", async (_name, climber) => {
  const seen: number[] = [];
  const found = await climber(bowl({ a: 300 }, { a: 1 }, "minimise"), [{ name: "a", value: 0, width: 1 }], {
    maxSteps: 7,
    onStep: ({ step }) => {
      seen.push(step);
    },
  });
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([found.converged, found.reason, found.steps, found.evaluations]).toEqual([false, "steps used up", 7, 7]);
});
