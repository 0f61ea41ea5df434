import { readFileSync } from "node:fs";

/** What a kernel is compiled for. */
export interface Variant {
  readonly name: string;
  /** What the processor must be able to do, as `/proc/cpuinfo` calls it. */
  readonly needs: readonly string[];
  readonly flags: readonly string[];
}

export const variants: readonly Variant[] = [
  {
    name: "c-128fma",
    needs: ["avx2", "fma"],
    flags: ["-DLANES=2", "-march=x86-64-v3", "-mprefer-vector-width=128"],
  },
  { name: "c-avx2", needs: ["avx2", "fma"], flags: ["-DLANES=4", "-march=x86-64-v3"] },
  {
    name: "c-avx512",
    needs: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"],
    flags: ["-DLANES=8", "-march=x86-64-v4", "-mprefer-vector-width=512"],
  },
];

const flagsOfProcessor = (): ReadonlySet<string> => {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "";
    return new Set(line.trim().split(/\s+/));
  } catch {
    return new Set();
  }
};

const known = flagsOfProcessor();

/** What this processor cannot do of what a variant needs. */
export const lacking = ({ needs }: Variant): readonly string[] => needs.filter((flag) => !known.has(flag));
