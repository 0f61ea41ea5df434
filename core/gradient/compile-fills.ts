import { type Batch, type Schema, type Stage, showSchema } from "../columns/index.ts";
import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import { type Branch, elaboratePipeline } from "../transforms/index.ts";
import type { Bindings, Mode } from "./bindings.ts";
import type { Compiled, Flavour, Gradients } from "./compiled.ts";
import { keepingByStages, type Made } from "./keeping.ts";

/** A set of sinks that one pass over a stream fills. */
export interface Fills {
  readonly flavour: Flavour;
  readonly branches: ReadonlyMap<string, Branch>;
  readonly mode: Mode | undefined;
}

/** Up to so many parameters tangents ride along; above, a second pass backwards is cheaper. */
const mostForward = 16;

/** How derivatives of compiled fills are computed under bindings. */
export const modeOf = (fills: Fills, bindings: Bindings, { gradients }: Compiled): Mode => {
  if (!gradients || gradients.parameters.length === 0) return "value";
  return bindings.mode ?? fills.mode ?? (gradients.parameters.length <= mostForward ? "forward" : "reverse");
};

/** Makes sure that no two parameters have one name. */
export const checkNames = ({ parameters }: Pick<Gradients, "parameters">): void => {
  const names = new Map<string, Parameter>();
  for (const parameter of parameters) {
    const other = names.get(parameter.name);
    if (other && other !== parameter)
      throw fail("E_BINDING", {
        what: `two parameters are called ${JSON.stringify(parameter.name)}: ${other.value} and ${parameter.value}`,
        cure: "make the parameter once and hand the same object to every stage",
      });
    names.set(parameter.name, parameter);
  }
};

/** The first stage on the way to some sinks that is of the hard flavour. */
export const hardStage = (fills: Fills, stages: readonly Stage[]): Stage | undefined =>
  [...stages, ...[...fills.branches.values()].flatMap((branch) => branch.stages)].find(
    ({ flavour }) => flavour === "hard",
  );

const flavourOf = (fills: Fills, batch: Batch, { meaning }: Bindings, hard: Flavour): Flavour => {
  if (hardStage(fills, batch.stages)) return hard;
  return (meaning && fills.flavour.under?.(meaning, fills)) ?? fills.flavour;
};

const keepers = new WeakMap<Fills, ReturnType<typeof keepingByStages<Compiled>>>();

/** The program of fills over events of a schema, compiled once per pipeline, what its scopes hold, schema and meaning. */
export const compiledFor = (
  fills: Fills,
  schema: Schema,
  batch: Batch,
  bindings: Bindings,
  hard: Flavour,
): Compiled => {
  const compile = (): Made<Compiled> => {
    const branches = [...fills.branches.values()];
    const pipeline = elaboratePipeline(schema, batch.stages, branches, batch.source.members?.());
    const made = flavourOf(fills, batch, bindings, hard).compile(pipeline);
    if (made.gradients) checkNames(made.gradients);
    return { b: pipeline.b, made };
  };
  if (bindings.meaning?.kind === "contrast") return compile().made;
  const kept = keepers.get(fills) ?? keepingByStages<Compiled>();
  keepers.set(fills, kept);
  return kept(batch.stages, `${showSchema(schema)} ${bindings.meaning?.kind ?? ""}`, compile);
};
