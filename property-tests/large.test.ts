import { lastValueFrom, of } from "rxjs";
import { describe, expect, test } from "vitest";
import { arrow, toIpc } from "../adapters/arrow/index.ts";
import { rows } from "../adapters/rows/index.ts";
import { columnOf, gradient, linspace, parameter, type RecordColumn } from "../core/index.ts";
import { count, fill, filter, histogram, objective, sum } from "../ops/diff.ts";

// a function called with as many arguments, and a recursion as deep, would end in a RangeError
const many = 200_000;
const numbers = Array.from({ length: many }, (_, i) => i);
const total = (many * (many - 1)) / 2;
const one = rows([{ x: 1, l: numbers }]);
const scale = parameter("scale", 2, { width: 0.1 });

describe("200000", () => {
  test("items of one event are added up, compared and differentiated, in both modes", async () => {
    const values = one.pipe(
      fill({
        sum: sum((ev) => ev.l.reduce((s, x) => s + x, 0)),
        max: sum((ev) => Math.max(...ev.l)),
        found: sum((ev) => ev.l.filter((x) => x > 5).length),
        items: histogram((ev) => ev.l, { edges: [0, 10, 1e9] }),
      }),
    );
    const { sum: added, max, found, items } = await lastValueFrom(values);
    expect([added.value, max.value, found.value]).toEqual([total, many - 1, many - 6]);
    expect([...items.values]).toEqual([10, many - 10]);
    const scaled = one.pipe(sum((ev, { scale }) => ev.l.reduce((s, x) => s + x * scale, 0), { scale }));
    for (const mode of ["forward", "reverse"] as const)
      expect(await gradient(scaled, { scale }, { mode })).toEqual({ scale: total });
  });

  test("columns, words, edges and members of a scope are as good as few", async () => {
    const wide = rows([Object.fromEntries(numbers.map((k) => [`c${k}`, k]))]);
    expect((await lastValueFrom(wide.pipe(sum((ev) => ev.c7 ?? 0)))).value).toBe(7);
    const words = rows(numbers.map((k) => ({ w: `w${k}` })));
    expect(
      (
        await lastValueFrom(
          words.pipe(
            filter((ev) => ev.w === "w7"),
            count(),
          ),
        )
      ).value,
    ).toBe(1);
    const edges = linspace(0, 10, many);
    const spread = one.pipe(histogram((ev, { scale }) => ev.x * scale, { scale }, { edges }));
    expect((await lastValueFrom(spread)).values.reduce((s, n) => s + n, 0)).toBeCloseTo(1, 9);
    const weighed = one.pipe(sum((ev, { numbers }) => ev.x * (numbers[7] ?? 0), { numbers }));
    expect((await lastValueFrom(weighed)).value).toBe(7);
  });

  test("levels of what an objective is given, or of its scope, are refused", async () => {
    let deep: unknown = 1;
    for (const _ of numbers) deep = [deep];
    const itself: unknown[] = [1];
    itself.push(itself);
    for (const value of [deep, itself]) {
      await expect(lastValueFrom(of(value).pipe(objective((v) => (v as number[]).length)))).rejects.toThrow("E_LIMIT");
      const scoped = one.pipe(sum((ev, { value }) => ev.x * (value as number[]).length, { value: value as number[] }));
      await expect(lastValueFrom(scoped)).rejects.toThrow("E_LAMBDA");
    }
  });

  test("chunks of bytes are gone through one by one", async () => {
    const columns = columnOf(numbers.slice(0, 9000).map((x) => ({ x }))) as RecordColumn;
    const bytes = toIpc(columns, { format: "stream" });
    const chunks = Array.from(bytes, (_, k) => bytes.subarray(k, k + 1)).concat(Array(many).fill(new Uint8Array()));
    expect((await lastValueFrom(arrow(chunks).pipe(count()))).value).toBe(9000);
  });
});
