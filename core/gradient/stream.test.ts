import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { currentBindings, plainBindings } from "./bindings.ts";
import { lastOf, type Subscribable } from "./stream.ts";

type Observer = Parameters<Subscribable<number>["subscribe"]>[0];

const streamOf = (work: (observer: Observer) => void, stopped: () => void = () => undefined): Subscribable<number> => ({
  subscribe: (observer) => {
    work(observer);
    return { unsubscribe: stopped };
  },
});

describe("lastOf", () => {
  it("gives the last value", async () => {
    const stream = streamOf((out) => {
      out.next(1);
      out.next(2);
      out.complete();
    });
    expect(await lastOf(stream, plainBindings)).toBe(2);
  });

  it("subscribes under the bindings, and under none after it", async () => {
    const bindings = { ...plainBindings, widthFactor: 0.5 };
    let seen: unknown;
    await lastOf(
      streamOf((out) => {
        seen = currentBindings();
        out.next(0);
        out.complete();
      }),
      bindings,
    );
    expect(seen).toBe(bindings);
    expect(currentBindings()).toBe(plainBindings);
  });

  it("fails with the error of the stream", async () => {
    const error = new RangeError("inner");
    await expect(
      lastOf(
        streamOf((out) => out.error(error)),
        plainBindings,
      ),
    ).rejects.toBe(error);
  });

  it("fails where nothing was emitted", async () => {
    await expect(
      lastOf(
        streamOf((out) => out.complete()),
        plainBindings,
      ),
    ).rejects.toMatchObject({ code: "E_TYPE" });
  });

  it("does not subscribe under a signal that has aborted", async () => {
    let subscribed = false;
    const stream = streamOf(() => {
      subscribed = true;
    });
    await expect(lastOf(stream, plainBindings, AbortSignal.abort("why"))).rejects.toMatchObject({
      code: "E_CANCELLED",
      cause: "why",
    });
    expect(subscribed).toBe(false);
  });

  it("unsubscribes when the signal aborts later", async () => {
    const controller = new AbortController();
    let stopped = false;
    const stream = streamOf(
      () => undefined,
      () => {
        stopped = true;
      },
    );
    setTimeout(() => controller.abort("late"), 5);
    await expect(lastOf(stream, plainBindings, controller.signal)).rejects.toMatchObject({
      code: "E_CANCELLED",
      cause: "late",
    });
    expect(stopped).toBe(true);
  });

  it("fails when the signal aborts while the source is subscribed to", () => {
    const script = `
      import { plainBindings } from "./bindings.ts";
      import { lastOf } from "./stream.ts";
      const controller = new AbortController();
      const stream = { subscribe: () => { controller.abort(); return { unsubscribe: () => undefined }; } };
      lastOf(stream, plainBindings, controller.signal).catch((error) => console.log(error.code));
    `;
    const { outputFiles } = buildSync({
      stdin: { contents: script, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const input = outputFiles[0]?.text ?? "";
    const { stdout, status } = spawnSync(execPath, ["--input-type=module", "-"], { input, encoding: "utf8" });
    expect([stdout.trim(), status]).toEqual(["E_CANCELLED", 0]);
  });
});
