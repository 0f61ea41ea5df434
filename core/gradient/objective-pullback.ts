import { interpretSmall, outputOf } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { constant, type Parameter, type Program, type Var } from "../program/index.ts";
import { vjp } from "../transforms/index.ts";
import type { Derive } from "./objective.ts";
import { obstaclesOf } from "./obstacles.ts";
import { addCotangent, addSlopes, type Cotangents, type Pullable, pullableOf, type Slopes } from "./trace.ts";

const parametersOf = (program: Program): readonly { readonly variable: Var; readonly parameter: Parameter }[] =>
  program.inputs.flatMap(({ variable, source }) =>
    source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
  );

/** The pullback of an objective: into its own parameters, and on into every result it used. */
export const pullbackOfObjective: Derive = ({ b, atom, program, used, supply, label, bindings }) => ({
  sizes: [1],
  of: program,
  bindings,
  pullback: async (cotangents, wanted, signal) => {
    const seed = cotangents.get(0)?.[0] ?? 0;
    const own = parametersOf(program);
    const obstacles = obstaclesOf(program);
    for (const parameter of wanted) {
      const obstacle = obstacles.get(parameter);
      if (obstacle) throw obstacle;
    }
    const inputs = [...used.map(({ variable }) => variable), ...own.map(({ variable }) => variable)];
    const slopes = vjp(b, [atom], [constant(seed)], inputs);
    const backwards = b.program(slopes.flatMap((slope) => slope ?? []));
    const out = interpretSmall(backwards, supply);
    const bySource = new Map<Pullable, Cotangents>();
    used.forEach(({ result, member }, i) => {
      const slope = slopes[i];
      if (result.trace.kind === "observed") return;
      const { pullable, places, lost } = pullableOf(result.trace);
      const place = places[member];
      if (slope && lost.includes(member))
        throw fail("E_FLAT", {
          what: `the member ${member} of a result carries no derivative`,
          where: label,
          cure: "use values, variances or value",
        });
      if (!slope || !place) return;
      const collected = bySource.get(pullable) ?? new Map<number, Float64Array>();
      addCotangent(collected, pullable, place, outputOf(out, slope));
      bySource.set(pullable, collected);
    });
    const direct: Slopes = new Map(
      own.map(({ parameter }, i) => {
        const slope = slopes[used.length + i];
        return [parameter, slope ? (outputOf(out, slope)[0] ?? 0) : 0] as const;
      }),
    );
    const inner = await Promise.all(
      [...bySource].map(([pullable, collected]) => pullable.pullback(collected, wanted, signal)),
    );
    return addSlopes([direct, ...inner]);
  },
});
