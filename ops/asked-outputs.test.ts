import { from } from "rxjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Batch, batchOf, columnOf, forgetKernels, gradient, linspace, parameter } from "../core/index.ts";
import { filter, histogram, objective } from "./diff.ts";

interface Event {
  readonly x: number;
  readonly w: number;
}

const events = Array.from({ length: 500 }, (_, i): Event => ({ x: (i * 37) % 101, w: 1 + (i % 5) / 4 }));

const spectrum = () => {
  const cut = parameter("cut", 40, { width: 5 });
  const columns = columnOf(events);
  if (columns.kind !== "record") throw new TypeError("events are records");
  const batches = [batchOf(columns, { name: "test", replayable: true }) as Batch<Event>];
  const filled = from(batches).pipe(
    filter((ev, { cut }) => ev.x > cut, { cut }),
    histogram((ev) => ev.x, { edges: linspace(0, 100, 11) }),
  );
  const contents = filled.pipe(objective((h) => h.values.reduce((sum, n, k) => sum + (k + 1) * n, 0)));
  const variances = filled.pipe(objective((h) => h.variances.reduce((sum, v, k) => sum + (k + 2) * v, 0)));
  const both = filled.pipe(objective((h) => h.values.reduce((sum, n, k) => sum + n * (h.variances[k] ?? 0), 0)));
  return { cut, contents, variances, both };
};

afterEach(() => {
  vi.restoreAllMocks();
  forgetKernels();
});

describe("derivatives of one fill that are asked for one after the other", () => {
  it("are those that each has alone", async () => {
    const names = ["contents", "variances", "both", "contents", "variances"] as const;
    const shared = spectrum();
    for (const name of names) {
      const alone = spectrum();
      const wanted = await gradient(alone[name], { cut: alone.cut });
      const found = await gradient(shared[name], { cut: shared.cut });
      expect(wanted.cut).not.toBe(0);
      expect(found.cut / wanted.cut).toBeCloseTo(1, 12);
    }
  });

  it("need one kernel, however often they are asked for", async () => {
    const { cut, contents } = spectrum();
    const made = vi.spyOn(WebAssembly, "Module");
    const first = await gradient(contents, { cut }, { lane: "wasm" });
    expect(made).toHaveBeenCalled();
    made.mockClear();
    expect(await gradient(contents, { cut }, { lane: "wasm" })).toEqual(first);
    expect(made).not.toHaveBeenCalled();
  });
});
