import { interpretSmall, outputOf } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { type Atom, axisOf, type Builder, constant, type Parameter, type Program, type Var } from "../program/index.ts";
import { vjp } from "../transforms/index.ts";
import { cotangentName } from "./compiled.ts";
import type { Derive, Reading } from "./objective.ts";
import { obstaclesOf, roundedIn } from "./obstacles.ts";
import { addCotangent, addSlopes, type Cotangents, type Pullable, pullableOf, type Slopes } from "./trace.ts";

const parametersOf = (program: Program): readonly { readonly variable: Var; readonly parameter: Parameter }[] =>
  program.inputs.flatMap(({ variable, source }) =>
    source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
  );

/** The cotangent of a number, or an input for that of an array. */
const seedOf = (b: Builder, atom: Atom, values: Float64Array | undefined, k: number): Atom | undefined => {
  if (!values) return undefined;
  const axis = axisOf(atom);
  return axis ? b.input({ kind: "given", name: cotangentName(k) }, "f64", axis) : constant(values[0] ?? 0);
};

/** Throws where a result that depends on a parameter is only there in steps. */
const refuseRounded = async (
  program: Program,
  used: readonly Reading[],
  wanted: ReadonlySet<Parameter>,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const rounded = roundedIn(program, new Set(used.map(({ variable }) => variable)));
  for (const { variable, result, member, values } of used) {
    const loss = rounded.get(variable);
    if (!loss || result.trace.kind !== "diff") continue;
    const { pullable, places } = pullableOf(result);
    const place = places[member];
    if (!place) continue;
    const collected = new Map<number, Float64Array>();
    addCotangent(
      collected,
      pullable,
      place,
      values.map((_value, i) => Math.sqrt(i + 2)),
    );
    const slopes = await pullable.pullback(collected, wanted, signal);
    if ([...wanted].some((parameter) => (slopes.get(parameter) ?? 0) !== 0)) throw loss;
  }
};

/** The pullback of an objective: into its own parameters, and on into every result it used. */
export const pullbackOfObjective: Derive = ({ b, atoms, sizes, program, used, supply, label, bindings, plain }) => ({
  sizes,
  of: program,
  bindings,
  pullback: async (cotangents, wanted, signal) => {
    const own = parametersOf(program);
    if (used.length + own.length === 0 && plain.length > 0)
      throw fail("E_TYPE", {
        what: `this objective is made of plain numbers, which carry no derivative: ${plain.slice(0, 4).join(", ")}`,
        where: label,
        cure: "hand the results on as they are, and take their numbers in the objective: objective((n) => n.value)",
      });
    const obstacles = obstaclesOf(program);
    for (const parameter of wanted) {
      const obstacle = obstacles.get(parameter);
      if (obstacle) throw obstacle;
    }
    await refuseRounded(program, used, wanted, signal);
    const inputs = [...used.map(({ variable }) => variable), ...own.map(({ variable }) => variable)];
    const seeds = atoms.map((atom, k) => seedOf(b, atom, cotangents.get(k), k));
    const slopes = vjp(b, atoms, seeds, inputs);
    const backwards = b.program(slopes.flatMap((slope) => slope ?? []));
    const given = new Map([...cotangents].map(([k, values]) => [cotangentName(k), values]));
    const out = interpretSmall(
      backwards,
      (input) => (input.source.kind === "given" && given.get(input.source.name)) || supply(input),
    );
    const bySource = new Map<Pullable, Cotangents>();
    used.forEach(({ result, member }, i) => {
      const slope = slopes[i];
      if (result.trace.kind === "observed") return;
      const { pullable, places, lost } = pullableOf(result);
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
