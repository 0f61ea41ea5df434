import { fail } from "../errors.ts";
import { behind } from "./lambda.ts";
import { parseLambda } from "./source.ts";

/** What a plugin brings: functions for scopes, and operators for pipelines. */
export interface Plugin {
  readonly name: string;
  readonly about: string;
  /** Closed lambdas and primitives that lambdas use through their scope. */
  readonly functions: Readonly<Record<string, (...inputs: never[]) => unknown>>;
  readonly operators: Readonly<Record<string, (...inputs: never[]) => unknown>>;
}

/**
 * Declares a plugin; its functions are parsed here, so that one outside the language fails where it is written.
 * @throws E_LAMBDA for a function that lambdas cannot use
 * @example
 * definePlugin({ name: "squares", about: "powers of two", functions: { square: (x: number) => x * x } });
 */
export const definePlugin = (plugin: Partial<Plugin> & Pick<Plugin, "name" | "about">): Plugin => {
  const { name, about, functions = {}, operators = {} } = plugin;
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw fail("E_PARAMETER", {
      what: `a plugin cannot be called ${JSON.stringify(name)}`,
      cure: "lower-case words with hyphens",
    });
  for (const f of Object.values(functions)) if (!("primitive" in f)) parseLambda(behind(f)?.f ?? f);
  return { name, about, functions, operators };
};
