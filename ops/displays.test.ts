import { inspect } from "node:util";
import { firstValueFrom, lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { observed, parameter } from "../core/index.ts";
import { count, fill, filter, histogram, map, objective } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const events = eventsOf(Array.from({ length: 10 }, (_, k) => ({ x: k })));

describe("what a stream emits shows itself", () => {
  it("a batch behind operators: its columns, and the operators that are pending", async () => {
    const cut = parameter("cut", 3, { width: 1 });
    const batch = await firstValueFrom(
      events.pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }),
        map((ev) => ({ y: 2 * ev.x })),
      ),
    );
    expect(String(batch.type)).toBe("10 * {x: f64}");
    expect(inspect(batch)).toMatch(/^10 \* \{x: f64\}\nfrom event 0 of the sample\npending: filter, map\n\{x: 0\}\n/);
  });

  it("the results of a fill, and a number made of them", async () => {
    const filled = await lastValueFrom(
      events.pipe(fill({ h: histogram((ev) => ev.x, { edges: [0, 5, 10] }), n: count() })),
    );
    expect(inspect(filled)).toBe("{ h: histogram(2 bins, 0 to 10, sum 10), n: 10 ± 3.16 (10 entries) }");
    expect(JSON.parse(JSON.stringify(filled.h)).values).toEqual([5, 5]);
    expect(String(observed(filled.h))).toBe(String(filled.h));
    const total = events.pipe(
      count(),
      objective((n) => 2 * n.value),
    );
    expect(inspect(await lastValueFrom(total))).toBe("20");
  });
});
