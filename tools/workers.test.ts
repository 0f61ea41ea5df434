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
