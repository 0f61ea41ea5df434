import { fail } from "../../errors.ts";
import type { Value } from "../../lambda/index.ts";
import type { DerivativeOptions } from "./gradient.ts";
import type { FunctionOptions } from "./types.ts";

interface Option {
  readonly accepts: (given: unknown) => boolean;
  readonly wanted: string;
}

const isText = (given: unknown): boolean => typeof given === "string";

const optionTable: Readonly<Record<keyof FunctionOptions, Option>> = {
  wrt: {
    accepts: (given) => isText(given) || typeof given === "number" || (Array.isArray(given) && given.every(isText)),
    wanted: 'the name of an argument, its place, or names: { wrt: ["x", "y"] }',
  },
  mode: { accepts: (given) => given === "forward" || given === "reverse", wanted: '"forward" or "reverse"' },
  order: { accepts: (given) => typeof given === "number", wanted: "how often, as a number" },
  memory: { accepts: (given) => typeof given === "number" && given > 0, wanted: "a number of bytes" },
  scope: { accepts: (given) => typeof given === "object" && given !== null, wanted: "an object" },
};

/** Options by name. */
export type Known = readonly (keyof FunctionOptions)[];

/** Those of all transformations; a scope is given outside of lambdas. */
const ofAll: Known = ["wrt", "mode", "memory"];

const checked = (label: string, given: Readonly<Record<string, unknown>>, known: Known): FunctionOptions => {
  for (const [name, value] of Object.entries(given)) {
    const option = known.includes(name as keyof FunctionOptions) && optionTable[name as keyof FunctionOptions];
    if (!option)
      throw fail("E_PARAMETER", { what: `${label} has no option ${name}`, cure: `those it has: ${known.join(", ")}` });
    if (value !== undefined && !option.accepts(value))
      throw fail("E_PARAMETER", {
        what: `the option ${name} of ${label} is ${JSON.stringify(value)}`,
        cure: option.wanted,
      });
  }
  return given;
};

const noOptions = (label: string, shown: string) =>
  fail("E_PARAMETER", { what: `the options of ${label} are ${shown}`, cure: `an object: ${label}(f, { wrt: "x" })` });

/**
 * Options as they are given outside of lambdas.
 * @param own - those that the transformation has besides the ones of all
 * @throws E_PARAMETER for what is no option
 */
export const givenOptions = (label: string, given: unknown, own: Known = []): FunctionOptions => {
  if (typeof given === "number" && own.includes("order")) return { order: given };
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw noOptions(label, JSON.stringify(given) ?? String(given));
  return checked(label, given as Readonly<Record<string, unknown>>, [...ofAll, ...own, "scope"]);
};

const constantIn = (value: Value | undefined): unknown => {
  if (value?.kind === "text") return value.text;
  if (value?.kind === "tuple") return value.items.map(constantIn);
  return value?.kind === "number" && value.atom.kind === "const" ? value.atom.value : undefined;
};

/**
 * Options as they are written out in a lambda.
 * @throws E_PARAMETER for what is no option, and for one that is no constant
 */
export const writtenOptions = (label: string, value: Value | undefined, own: Known = []): DerivativeOptions => {
  if (value === undefined || value.kind === "missing") return {};
  const order = constantIn(value);
  if (typeof order === "number" && own.includes("order")) return { order };
  if (value.kind !== "record") throw noOptions(label, order === undefined ? `a ${value.kind}` : JSON.stringify(order));
  const constants = value.names.map((name) => {
    const read = value.get(name);
    const constant = constantIn(read);
    if (constant === undefined && read !== undefined && read.kind !== "missing")
      throw fail("E_PARAMETER", {
        what: `the option ${name} of ${label} is no constant`,
        cure: "write it out where the function is called",
      });
    return [name, constant];
  });
  return checked(label, Object.fromEntries(constants), [...ofAll, ...own]);
};
