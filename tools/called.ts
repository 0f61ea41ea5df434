import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What V8 writes about the scripts of a process when it ends. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** Where the functions begin that a program calls, by file. */
export type Called = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * Runs a program in a process of its own and notes which functions are called.
 * @throws what it says, if it fails
 */
export const calledBy = (program: string): Called => {
  const folder = mkdtempSync(join(tmpdir(), "jagrad-called-"));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8", env });
    if (status !== 0) throw new Error(`${program}\n${stderr}`);
    const scripts = readdirSync(folder).flatMap((file) => {
      const { result }: Coverage = JSON.parse(readFileSync(join(folder, file), "utf8"));
      return result.filter(({ url }) => url.startsWith("file:"));
    });
    return new Map(
      scripts.map(({ url, functions }) => {
        const starts = functions.flatMap(({ ranges: [whole] }) => (whole && whole.count > 0 ? whole.startOffset : []));
        return [fileURLToPath(url), new Set(starts)] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
