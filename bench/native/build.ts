import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { header } from "./coefficients.ts";
import { lacking, type Variant } from "./variants.ts";

/** A compiled kernel. */
export interface Native {
  readonly run: (buffers: readonly ArrayBufferView[], numbers: readonly number[]) => void;
  /** Processor time of the calling thread [ms]. */
  readonly cpu: () => number;
}

/** A kernel, or in words why there is none. */
export type Built = Native | { readonly absent: string };

const sources = fileURLToPath(new URL(".", import.meta.url));
const target = resolve(sources, "../../out/bench/native");

const nodeHeaders = (): string | undefined =>
  [process.env.NODE_INCLUDE, resolve(process.execPath, "../../include/node"), "/usr/include/node"].find(
    (folder) => folder !== undefined && existsSync(join(folder, "node_api.h")),
  );

// Never -ffast-math or -Ofast: they fold the rounding of the kernels away, and a shared object that is linked with them sets
// the whole thread to flush denormals.
const strict = ["-O3", "-fPIC", "-shared", "-ffp-contract=fast", "-fno-math-errno", "-fno-trapping-math", "-Wno-psabi"];

const compile = (text: string, variant: Variant, headers: string, library: string): string | undefined => {
  const folder = `${library}.d`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "coefficients.h"), header);
  writeFileSync(join(folder, "kernel.c"), text);
  const made = join(folder, `${process.pid}.node`);
  const files = [join(folder, "kernel.c"), join(sources, "addon.c")];
  const { error, status, stderr } = spawnSync(
    "gcc",
    [...strict, ...variant.flags, `-I${folder}`, `-I${sources}`, `-I${headers}`, ...files, "-o", made, "-lm"],
    { encoding: "utf8" },
  );
  if (error) return "there is no gcc";
  if (status !== 0) return `gcc: ${stderr.slice(0, 1000)}`;
  renameSync(made, library);
  return undefined;
};

const keyOf = (text: string, { flags }: Variant): string => {
  const hash = createHash("sha256").update(text).update(header).update(flags.join(" ")).update(process.version);
  for (const file of ["addon.c", "lanes.h", "spectrum.h"]) hash.update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 16);
};

/** Compiles the text of a kernel, once for each text and variant. */
export const built = (name: string, text: string, variant: Variant): Built => {
  const without = lacking(variant);
  if (without.length > 0) return { absent: `the processor has no ${without.join(", ")}` };
  const headers = nodeHeaders();
  if (!headers) return { absent: "there are no headers of Node: set NODE_INCLUDE" };
  const library = join(target, `${name}-${variant.name}-${keyOf(text, variant)}.node`);
  const wrong = existsSync(library) ? undefined : compile(text, variant, headers, library);
  return wrong === undefined ? (createRequire(import.meta.url)(library) as Native) : { absent: wrong };
};

/** The text of a kernel that lies beside this file. */
export const kernelText = (name: string): string => readFileSync(join(sources, `${name}.c`), "utf8");
