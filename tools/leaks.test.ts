import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bin, ended, root } from "./shell.ts";

interface Grown {
  /** bytes of the heap, after garbage was collected */
  readonly grown: number;
  readonly handles: readonly [before: string, after: string];
  readonly files: number;
}

const isLinux = existsSync("/proc/self/fd");

it.skipIf(!isLinux)(
  "a stream that is taken up and left thousands of times leaves nothing behind",
  async () => {
    const flags = ["--expose-gc", "--conditions=source"];
    const { code, out } = await ended(root, bin("node"), ...flags, join(root, "tools/leaks-main.ts"));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\{/) });
    const { report, warnings }: { report: Record<string, Grown>; warnings: string[] } = JSON.parse(out);
    expect(warnings).toEqual([]);
    expect(Object.keys(report).length).toBe(7);
    for (const [name, { grown, handles, files }] of Object.entries(report)) {
      expect([name, grown < 2 ** 20 ? "less than a megabyte" : grown]).toEqual([name, "less than a megabyte"]);
      expect([name, handles[1], files]).toEqual([name, handles[0], 0]);
    }
  },
  120_000,
);
