import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** The tests that the last cell of a row names; a name without a folder lies in that of the one before. */
const testsIn = (row: string): readonly string[] => {
  const cell = row.split("|").at(-2) ?? "";
  let folder = "";
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name = ""]) => {
    if (name.startsWith("JAGRAD_")) return [];
    folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : folder;
    return [name.includes("/") ? name : `${folder}/${name}`];
  });
};

test("the table of faults names tests that are there, in every row", () => {
  const rows = readFileSync(join(import.meta.dirname, "faults.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| Fault |"));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => testsIn(row).length === 0 && !row.includes("law of"))).toEqual([]);
  const isThere = (name: string): boolean => [`${name}.test.ts`, name].some((path) => existsSync(join(root, path)));
  expect(rows.flatMap(testsIn).filter((name) => !isThere(name))).toEqual([]);
});
