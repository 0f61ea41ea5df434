import { readFileSync } from "node:fs";

const FIXTURE = readFileSync(new URL("../oracle.fixture.txt", import.meta.url), "utf8");

/** The tables of mpmath: arguments and values of 34 digits, as they are written, by name. */
export const tables: ReadonlyMap<string, readonly (readonly [x: string, y: string])[]> = new Map(
  FIXTURE.split("\n\n")
    .slice(1)
    .map((section) => {
      const [name = "", ...pairs] = section.split(/\s+/).filter((word) => word !== "");
      return [name, pairs.map((pair) => [pair.split(":")[0] ?? "", pair.split(":")[1] ?? ""] as const)];
    }),
);
