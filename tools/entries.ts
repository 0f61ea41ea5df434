import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "./shell.ts";

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly source: string }>>;
}

/** A name under which the package can be imported, and the source file behind it. */
export interface Entry {
  readonly name: string;
  readonly source: string;
}

const { exports }: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const filesOf = (pattern: string): readonly string[] =>
  pattern.includes("*")
    ? globSync(pattern, { cwd: root })
        .sort()
        .map((file) => `./${file}`)
    : [pattern];

/** Every entry of the exports map, patterns written out. */
export const entries: readonly Entry[] = Object.entries(exports).flatMap(([name, { source }]) =>
  filesOf(source).map((file) => ({
    name: posix.join("jagrad", name.replace("*", posix.basename(posix.dirname(file)))),
    source: posix.normalize(file),
  })),
);

/** What starts by itself besides the entries: the command, and the threads of a pool. */
export const programs: readonly string[] = ["cli/jagrad.ts", "adapters/workers/thread.ts"];
