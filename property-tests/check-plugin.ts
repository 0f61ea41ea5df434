import type { Plugin } from "../core/index.ts";
import { functionsOf, primitivesOf, withoutDomain } from "./function-subjects.ts";
import { type Runner, stateLaw } from "./law.ts";
import { compiledPartialsLaw, secondPartialsLaw } from "./laws/compiled-partials.ts";
import { functionsLaw } from "./laws/functions.ts";
import { lanesLaw } from "./laws/lanes.ts";
import { loweringsLaw } from "./laws/lowerings.ts";
import { partialsLaw, partialsOf } from "./laws/partials.ts";
import { transposesLaw } from "./laws/random-transposes.ts";
import { finitePointsLaw, singularPointsOf, slopesLaw } from "./laws/slopes.ts";
import { isLowered, loweredBy } from "./lowered-by.ts";
import { lanes } from "./per-event.ts";
import { type Settings, settings } from "./settings.ts";

/** How an author's part is held to the laws. */
export interface CheckOptions extends Runner, Partial<Settings> {}

export interface PluginCheckOptions extends CheckOptions {
  /** Functions that no law can meet, each with the reason. */
  readonly exempt?: Readonly<Record<string, string>>;
}

const list = (names: readonly string[]): string => names.join(", ") || "none";

/**
 * States every law that concerns the parts of a plugin: of the primitives that it defines or uses, that rules equal
 * differences, compile to what they are as JavaScript, and are transposes in random programs, and that lowerings give what
 * the primitives evaluate to; of its closed lambdas, on
 * samples of their domains, that the compiled one is the JavaScript one and that its derivatives are those of
 * differences, finite at the points that the plugin declares. A plugin without such a part fails, and so does one with a
 * closed lambda that states no domain and is not exempt.
 * @param plugin - what `definePlugin` gave
 * @param options - `test` of any runner; seed, runs, and functions that are exempt
 * @example
 * checkPlugin(plugin, { test });
 */
export const checkPlugin = (plugin: Plugin, options: PluginCheckOptions): void => {
  const { test, report = console.log, exempt = {} } = options;
  const runner = { test, report };
  const chosen: Settings = { seed: options.seed ?? settings.seed, runs: options.runs ?? settings.runs };
  const isExempt = (name: string): boolean => Object.hasOwn(exempt, name);
  const functions = functionsOf(plugin).filter(({ name }) => !isExempt(name));
  const own = primitivesOf(plugin);
  const points = singularPointsOf(functions);

  test(`the plugin ${plugin.name} has parts to check, and all of them can be`, () => {
    const counts = `${own.length} primitives, ${functions.length} closed lambdas, ${points.length} singular points`;
    report(`plugin ${plugin.name}: ${counts}; operators, for checkOperator: ${list(Object.keys(plugin.operators))}`);
    for (const [name, reason] of Object.entries(exempt)) report(`exempt: ${name}, ${reason}`);
    const unknown = Object.keys(exempt).filter((name) => !Object.hasOwn(plugin.functions, name));
    if (unknown.length > 0) throw new Error(`exempt but not there: ${list(unknown)}`);
    const silent = withoutDomain(plugin).filter((name) => !isExempt(name));
    if (silent.length > 0) throw new Error(`no domain is stated for ${list(silent)}: definePlugin({ domains: ... })`);
    if (own.length + functions.length === 0) throw new Error("there is no primitive and no closed lambda to check");
  });

  if (own.length > 0) {
    const rules = partialsOf(own);
    stateLaw(
      lanesLaw,
      own.flatMap((primitive) => lanes.map((lane) => ({ primitive, lane }))),
      runner,
      chosen,
    );
    const lowerings = own.filter(isLowered).flatMap((primitive) => loweredBy.map((by) => ({ primitive, by })));
    if (lowerings.length > 0) stateLaw(loweringsLaw, lowerings, runner, chosen);
    if (rules.length > 0) {
      stateLaw(partialsLaw, rules, runner, chosen);
      stateLaw(compiledPartialsLaw, rules, runner, chosen);
      stateLaw(secondPartialsLaw, rules, runner, chosen);
    }
    const programs = own.map((primitive) => ({
      name: `programs with ${primitive.name}`,
      mayKink: true,
      primitives: [primitive],
    }));
    stateLaw(transposesLaw(lanes), programs, runner, chosen);
  }
  if (functions.length > 0) {
    stateLaw(functionsLaw, functions, runner, chosen);
    stateLaw(slopesLaw, functions, runner, chosen);
  }
  if (points.length > 0) stateLaw(finitePointsLaw, points, runner, chosen);
};
