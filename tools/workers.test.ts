import { join } from "node:path";
import { expect, it } from "vitest";
import { bin, ended, root } from "./shell.ts";

it("a process ends although its pool of workers was never closed, and a stream was left", async () => {
  const { code, out } = await ended(root, bin("node"), "--conditions=source", join(root, "tools/workers-main.ts"));
  expect({ code, out: out.trim() }).toEqual({
    code: 0,
    out: JSON.stringify({ whole: (19_999 * 20_000) / 2, code: "E_CANCELLED", threads: 2 }),
  });
}, 30_000);

it("workers start in a program that is given on the command line", async () => {
  const program = 'import { workers } from "jagrad/adapters/workers"; console.log((await workers(1)).size());';
  const flags = ["--conditions=source", "--input-type=module", "--eval", program];
  expect(await ended(root, bin("node"), ...flags)).toMatchObject({ code: 0, out: "1\n" });
}, 30_000);
