import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { fail } from "jagrad/core";

/** What a branch holds for one entry: a number, or the items of a list. */
export type Entry = number | ArrayLike<number>;

export interface Tree {
  readonly _typename: string;
  readonly fEntries: number;
  readonly fBranches?: { readonly arr: readonly { readonly fName: string }[] };
}

export interface Selector {
  readonly tgtobj: Readonly<Record<string, Entry | undefined>>;
  addBranch(name: string, alias: string): void;
  /** Called for each entry. */
  Process(): void;
}

interface Range {
  readonly firstentry: number;
  readonly numentries: number;
}

/** What is used of jsroot, whose own declarations say nothing. */
export interface Jsroot {
  readonly openFile: (url: string) => Promise<{ readObject(name: string): Promise<Tree | null> }>;
  readonly TSelector: new () => Selector;
  readonly treeProcess: (tree: Tree, selector: Selector, range: Range) => Promise<unknown>;
}

const version = "7.11.2";
const sha512 = "Pria+SspD6+BmGNg4C8UOtP5y7GiODS/FXgQMiCSgGxpbm9icezifQLcVTJF7RaMnCot6ko7CoZozudM1a204g==";
const call = promisify(execFile);

/** What jsroot decompresses zstd with: the name of a package of 65 MB, and the same by what Node brings. */
const zstd = {
  name: "@oneidentity/zstd-js",
  text: `import { zstdDecompressSync } from "node:zlib";
export const ZstdInit = async () => ({ ZstdStream: { decompress: (bytes) => zstdDecompressSync(bytes) } });
`,
};

const addZstd = async (home: string): Promise<void> => {
  const place = join(home, "node_modules", zstd.name);
  await mkdir(place, { recursive: true });
  await writeFile(
    join(place, "package.json"),
    JSON.stringify({ name: zstd.name, type: "module", exports: "./index.js" }),
  );
  await writeFile(join(place, "index.js"), zstd.text);
};

const quick = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"];

/** What a command said of its failure, without where in its own code that was. */
const reasonOf = (cause: unknown): string => {
  const said = cause instanceof Error ? cause.message : String(cause);
  const line = /^npm error \w*Error: (.*)$/m.exec(said)?.[1];
  return line ?? said.trim().split("\n").at(-1) ?? said;
};

const unpack = async (home: string): Promise<void> => {
  await mkdir(resolve(home, ".."), { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  try {
    await call("npm", ["pack", `jsroot@${version}`, ...quick], { cwd: draft });
    const [name = ""] = await readdir(draft);
    const found = createHash("sha512")
      .update(await readFile(join(draft, name)))
      .digest("base64");
    if (found !== sha512) throw new Error(`the SHA-512 of ${name} is ${found}, expected ${sha512}`);
    await call("tar", ["-xzf", name], { cwd: draft });
    await addZstd(join(draft, "package"));
    await rename(join(draft, "package"), home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/**
 * The reader of ROOT files, downloaded at first use: the package alone. What it depends on draws pictures and plays the
 * browser; to read trees it needs none of that.
 * @param folder - where it stays
 * @throws E_UPSTREAM where it cannot be downloaded, or is not what it was
 */
export const jsroot = async (folder = "out"): Promise<Jsroot> => {
  const home = resolve(folder, `jsroot-${version}`);
  if (!existsSync(home))
    await unpack(home).catch((cause: unknown) => {
      throw fail("E_UPSTREAM", {
        what: `jsroot ${version} cannot be downloaded: ${reasonOf(cause)}`,
        where: home,
        cure: "check that npm reaches its registry, and that there is a command tar",
        cause,
      });
    });
  const module = async (name: string): Promise<object> => import(pathToFileURL(join(home, "modules", name)).href);
  return { ...(await module("io.mjs")), ...(await module("tree.mjs")) } as Jsroot;
};
