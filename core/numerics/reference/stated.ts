import { readFileSync } from "node:fs";

/** The largest error that the comment of a function states, in units in the last place; `file` as seen from `numerics`. */
export const statedError = (file: string): number => {
  const text = readFileSync(new URL(`../${file}.ts`, import.meta.url), "utf8");
  return Number(/Largest error[^:]*: ([\d.]+) ulp/.exec(text)?.[1]);
};

/** The name of the file of a function. */
export const fileOf = (name: string): string =>
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
