import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Events, rows } from "../adapters/rows/index.ts";
import { gradient, parameter, valueAndGradient } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";

interface Event {
  readonly x: number;
  readonly l: readonly number[];
}

const objects: readonly Event[] = Array.from({ length: 1000 }, (_, i) => ({
  x: (i * 37) % 101,
  l: Array.from({ length: i % 4 }, (_, k) => i + k / 4),
}));
const cut = parameter("cut", 50, { width: 5 });

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

describe("analyses of objects that come one by one", () => {
  const missing = Array.from({ length: 500 }, (_, i) => ({
    x: i < 200 || i % 3 ? i % 17 : null,
    ...(i < 300 || i % 2 ? { y: i % 13 } : {}),
    l: i >= 100 && i % 5 === 0 ? null : [{ pt: i }, { pt: i / 2 }],
  }));
  const events = (batchSize: number) =>
    rows(() => each(missing as readonly { x: number; y: number; l: { pt: number }[] }[]), { batchSize });

  it.each([1, 7, 100, 499, 1000])(
    "are those of JavaScript, whatever is missing in batches of %i",
    async (batchSize) => {
      const { n, s, both } = await lastValueFrom(
        events(batchSize).pipe(
          hard.fill({
            n: (kept) =>
              kept.pipe(
                hard.filter((ev) => ev.x > 5),
                hard.count(),
              ),
            s: hard.sum((ev) => ev.l.map((item) => item.pt)),
            both: (kept) =>
              kept.pipe(
                hard.filter((ev) => ev.x > 5 && ev.y > 5),
                hard.count(),
              ),
          }),
        ),
      );
      expect(n.value).toBe(missing.filter(({ x }) => x !== null && x > 5).length);
      expect(s.value).toBe(missing.flatMap(({ l }) => l ?? []).reduce((sum, { pt }) => sum + pt, 0));
      expect(both.value).toBe(missing.filter(({ x, y }) => (x ?? 0) > 5 && (y ?? 0) > 5).length);
    },
  );

  const yields = (source: Events<Event>, mode: "forward" | "reverse") =>
    source.pipe(
      diff.filter((ev, { cut }) => ev.x > cut, { cut }),
      diff.count({ mode }),
    );

  it("have the derivatives of the same events in an array, forward and backward", async () => {
    for (const mode of ["forward", "reverse"] as const)
      expect(
        await valueAndGradient(
          yields(
            rows(() => each(objects), { batchSize: 64 }),
            mode,
          ),
          { cut },
        ),
      ).toEqual(await valueAndGradient(yields(rows(objects), mode), { cut }));
  });

  it("have no second pass over what can be read once", async () => {
    await expect(gradient(yields(rows(each(objects)), "reverse"), { cut })).rejects.toMatchObject({ code: "E_REPLAY" });
    expect(await gradient(yields(rows(each(objects)), "forward"), { cut })).toEqual(
      await gradient(yields(rows(objects), "forward"), { cut }),
    );
  });
});
