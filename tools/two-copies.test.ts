import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { lastValueFrom, type Observable, throwError } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as here from "./copy-entry.ts";
import { root } from "./shell.ts";

type Copy = typeof here;

mkdirSync(join(root, "out"), { recursive: true });
const work = mkdtempSync(join(root, "out/two-copies-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

let there: Copy = here;
beforeAll(async () => {
  const outfile = join(work, "copy.mjs");
  await build({
    entryPoints: [join(root, "tools/copy-entry.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["rxjs"],
    outfile,
  });
  there = await import(pathToFileURL(outfile).href);
}, 30_000);

const events = Array.from({ length: 50 }, (_, i) => ({ x: i / 5, l: [i, 1] }));

/** Every way round: whose source, whose operators. */
const ways: readonly (readonly [string, () => Copy, () => Copy])[] = [
  ["this one, the other", () => here, () => there],
  ["the other, this one", () => there, () => here],
];

const outcomeOf = (stream: Observable<{ readonly value: number }>): Promise<unknown> =>
  lastValueFrom(stream).then(
    ({ value }) => value,
    (error: unknown) => error,
  );

describe("two copies of the package in one process", () => {
  it("are two", () => {
    expect(there.core.JagradError).not.toBe(here.core.JagradError);
    expect(there.core.fail).not.toBe(here.core.fail);
  });

  it.each(ways)("know each other's errors: %s", async (_ways, one, other) => {
    const error = one().core.fail("E_TYPE", { what: "w" });
    expect(error instanceof other().core.JagradError).toBe(false);
    expect(other().core.isJagradError(error)).toBe(true);
    const stream = throwError(() => error).pipe(other().diff.count());
    expect(await outcomeOf(stream)).toBe(error);
  });

  it.each(ways)("read each other's events, parameters and stages: %s", async (_ways, one, other) => {
    const cut = one().core.parameter("cut", 5, { width: 1 });
    const held = one().core.hold(one().core.parameter("factor", 2));
    const { diff, core } = other();
    const counted = one()
      .rows(events, { batchSize: 7 })
      .pipe(
        one().diff.filter((ev, { cut }) => ev.x > cut, { cut }),
        diff.sum((ev, { held }) => ev.l[0] * held, { held }),
      );
    const whole = here.rows(events).pipe(
      here.diff.filter((ev, { cut }) => ev.x > cut, { cut }),
      here.diff.sum((ev) => ev.l[0] * 2),
    );
    const wanted = await lastValueFrom(whole);
    expect((await lastValueFrom(counted)).value).toBe(wanted.value);
    expect(await core.gradient(counted, { cut })).toEqual(await here.core.gradient(whole, { cut }));
  });

  it.each(ways)("refuse to evaluate the other's stream at values that it cannot see: %s", async (_ways, one, other) => {
    const cut = one().core.parameter("cut", 5, { width: 1 });
    const { filter, count } = one().diff;
    const stream = one()
      .rows(events)
      .pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }),
        count(),
      );
    await expect(other().core.gradient(stream, { cut }, { at: { cut: 6 } })).rejects.toMatchObject({
      code: "E_BINDING",
    });
  });

  it.each(ways)("understand each other's functions, or refuse them by name: %s", async (_ways, one, other) => {
    const { lambda, sum, normalCdf } = one().core;
    const twice = lambda((x: number, { two }: { readonly two: number }) => two * x, { two: 2 });
    const { diff } = other();
    const total = events.reduce((s, { x }) => s + x, 0);
    const streams: readonly (readonly [number, Observable<{ readonly value: number }>])[] = [
      [
        2 * total,
        other()
          .rows(events)
          .pipe(diff.sum((ev, { twice }) => twice(ev.x), { twice })),
      ],
      [
        events.reduce((s, { l }) => s + l.reduce((a, b) => a + b, 0), 0),
        other()
          .rows(events)
          .pipe(diff.sum((ev, { sum }) => sum(ev.l as never), { sum })),
      ],
      [
        events.reduce((s, { x }) => s + here.core.normalCdf(x), 0),
        other()
          .rows(events)
          .pipe(diff.sum((ev, { normalCdf }) => normalCdf(ev.x), { normalCdf })),
      ],
    ];
    for (const [wanted, stream] of streams) {
      const outcome = await outcomeOf(stream);
      if (typeof outcome === "number") expect(outcome).toBeCloseTo(wanted, 9);
      else expect(outcome).toMatchObject({ name: "JagradError", message: expect.stringMatching(/E_\w+[\s\S]*\^/) });
    }
  });
});
