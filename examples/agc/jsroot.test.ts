import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { jsroot } from "./jsroot.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("where jsroot cannot be downloaded, it says why and leaves nothing behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "jagrad-agc-"));
  vi.stubEnv("PATH", folder);
  await expect(jsroot(folder)).rejects.toThrow(/^E_UPSTREAM: jsroot 7\.11\.2 cannot be downloaded: spawn npm ENOENT/);
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
