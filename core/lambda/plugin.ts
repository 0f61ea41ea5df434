import { fail } from "../errors.ts";
import { type InputDomain, wrongIn } from "./domain.ts";
import { behind } from "./lambda.ts";
import { parseLambda } from "./source.ts";

/** What a plugin brings: functions for scopes, and operators for pipelines; and where its functions are checked. */
export interface Plugin {
  readonly name: string;
  readonly about: string;
  /** Closed lambdas and primitives that lambdas use through their scope. */
  readonly functions: Readonly<Record<string, (...inputs: never[]) => unknown>>;
  readonly operators: Readonly<Record<string, (...inputs: never[]) => unknown>>;
  /** For each closed lambda, the domain of each of its inputs; primitives state their own. */
  readonly domains: Readonly<Record<string, readonly InputDomain[]>>;
  /** Inputs at which a closed lambda and its derivatives are finite: singular points that it takes care of. */
  readonly finiteAt: Readonly<Record<string, readonly (readonly unknown[])[]>>;
}

/**
 * Declares a plugin; its functions are parsed here, so that one outside the language fails where it is written.
 * @throws E_LAMBDA for a function that lambdas cannot use; E_PARAMETER for a name that is none, and for a domain or a
 * point of no function of the plugin, or an interval that is none; E_SHAPE for a number of them that is not that of the
 * inputs
 * @example
 * definePlugin({
 *   name: "squares", about: "powers of two",
 *   functions: { square: (x: number) => x * x }, domains: { square: [real(-3, 3)] }, finiteAt: { square: [[0]] },
 * });
 */
export const definePlugin = (plugin: Partial<Plugin> & Pick<Plugin, "name" | "about">): Plugin => {
  const { name, about, functions = {}, operators = {}, domains = {}, finiteAt = {} } = plugin;
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw fail("E_PARAMETER", {
      what: `a plugin cannot be called ${JSON.stringify(name)}`,
      cure: "lower-case words with hyphens",
    });
  const counts = new Map<string, number>();
  for (const [label, f] of Object.entries(functions)) if (!("primitive" in f)) counts.set(label, inputsOf(f));
  for (const [label, inputs] of Object.entries(domains)) {
    checkCount(counts, name, label, inputs.length, "domains");
    const wrong = inputs.map((domain, k) => wrongIn(domain, `input ${k + 1}`)).find((text) => text !== undefined);
    if (wrong) throw fail("E_PARAMETER", { what: `a domain of ${label} is none: ${wrong}`, where: `plugin ${name}` });
  }
  for (const [label, points] of Object.entries(finiteAt))
    for (const point of points) checkCount(counts, name, label, point.length, "values");
  return { name, about, functions, operators, domains, finiteAt };
};

/** How many inputs a closed lambda has, its own scope left out. */
const inputsOf = (f: object): number => {
  const helper = behind(f);
  const { params } = parseLambda(helper?.f ?? f);
  return params.length - (helper ? 1 : 0);
};

const checkCount = (
  counts: ReadonlyMap<string, number>,
  plugin: string,
  label: string,
  found: number,
  what: string,
): void => {
  const wanted = counts.get(label);
  if (wanted === undefined)
    throw fail("E_PARAMETER", {
      what: `${JSON.stringify(label)} has ${what} and is no closed lambda among the functions`,
      where: `plugin ${plugin}`,
      cure: `one of: ${[...counts.keys()].join(", ")}`,
    });
  if (found !== wanted)
    throw fail("E_SHAPE", {
      what: `${label} has ${wanted} inputs, and ${found} ${what} are given`,
      where: `plugin ${plugin}`,
    });
};
