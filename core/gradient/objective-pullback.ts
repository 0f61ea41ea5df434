import { interpretSmall, outputOf } from "../backends/index.ts";
import { fail, type JagradError } from "../errors.ts";
import { type Atom, axisOf, constant, type Parameter, type Program, remembering, type Var } from "../program/index.ts";
import { vjp } from "../transforms/index.ts";
import { cotangentName } from "./compiled.ts";
import type { Derive, Reading } from "./objective.ts";
import type { Objective } from "./objective-program.ts";
import { obstaclesOf, roundedIn } from "./obstacles.ts";
import { addCotangent, addSlopes, type Cotangents, type Pullable, pullableOf, type Slopes } from "./trace.ts";

const parametersOf = (program: Program): readonly { readonly variable: Var; readonly parameter: Parameter }[] =>
  program.inputs.flatMap(({ variable, source }) =>
    source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
  );

/** How a cotangent comes in: not at all, as the number one, or as numbers that are handed in. */
type Incoming = "none" | "one" | "given";

const incomingOf = (values: Float64Array | undefined): Incoming => {
  if (!values) return "none";
  return values.length === 1 && values[0] === 1 ? "one" : "given";
};

/** A program of derivatives, by what is read of results and by own parameters. */
interface Backwards {
  readonly slopes: readonly (Atom | undefined)[];
  readonly program: Program;
}

/** What the pullback of an objective needs, whatever the numbers are. */
interface Prepared {
  readonly own: readonly { readonly parameter: Parameter }[];
  readonly obstacles: ReadonlyMap<Parameter, JagradError>;
  /** The inputs that go through a rounding. */
  readonly rounded: ReadonlyMap<Atom, JagradError>;
  readonly backwards: (cotangents: Cotangents) => Backwards;
}

const mostWaysBack = 16;

const prepared = ({ b, members, program, used }: Objective): Prepared => {
  const own = parametersOf(program);
  const atoms = members.map(({ atom }) => atom);
  const inputs = [...used, ...own].map(({ variable }) => variable);
  const seedOf = (atom: Atom, k: number, incoming: Incoming): Atom | undefined => {
    if (incoming === "none") return undefined;
    const axis = axisOf(atom);
    if (incoming === "one" && !axis) return constant(1);
    return b.input({ kind: "given", name: cotangentName(k) }, "f64", axis);
  };
  const known = remembering<string, Backwards>(mostWaysBack);
  return {
    own,
    obstacles: obstaclesOf(program),
    rounded: roundedIn(program, new Set(used.map(({ variable }) => variable))),
    backwards: (cotangents) => {
      const incoming = atoms.map((_atom, k) => incomingOf(cotangents.get(k)));
      return known(incoming.join(" "), () => {
        const seeds = atoms.map((atom, k) => seedOf(atom, k, incoming[k] ?? "none"));
        const slopes = vjp(b, atoms, seeds, inputs);
        return { slopes, program: b.program(slopes.flatMap((slope) => slope ?? [])) };
      });
    },
  };
};

const preparations = new WeakMap<Objective, Prepared>();

const preparedFor = (objective: Objective): Prepared => {
  const known = preparations.get(objective) ?? prepared(objective);
  preparations.set(objective, known);
  return known;
};

/** Throws where a result that depends on a parameter is only there in steps. */
const refuseRounded = async (
  rounded: ReadonlyMap<Atom, JagradError>,
  used: readonly Reading[],
  wanted: ReadonlySet<Parameter>,
  signal: AbortSignal | undefined,
): Promise<void> => {
  for (const { variable, from, member, values } of used) {
    const loss = rounded.get(variable);
    if (!loss || from.trace.kind !== "diff") continue;
    const { pullable, places } = pullableOf(from);
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
export const pullbackOfObjective: Derive = ({ objective, used, supply, label, bindings }) => ({
  sizes: objective.members.map(({ length }) => length ?? 1),
  of: objective.program,
  bindings,
  pullback: async (cotangents, wanted, signal) => {
    const { own, obstacles, rounded, backwards } = preparedFor(objective);
    const { plain } = objective;
    if (used.length + own.length === 0 && plain.length > 0)
      throw fail("E_TYPE", {
        what: `this objective is made of plain numbers, which carry no derivative: ${plain.slice(0, 4).join(", ")}`,
        where: label,
        cure: "hand the results on as they are, and take their numbers in the objective: objective((n) => n.value)",
      });
    for (const parameter of wanted) {
      const obstacle = obstacles.get(parameter);
      if (obstacle) throw obstacle;
    }
    await refuseRounded(rounded, used, wanted, signal);
    const { slopes, program } = backwards(cotangents);
    const given = new Map([...cotangents].map(([k, values]) => [cotangentName(k), values]));
    const out = interpretSmall(
      program,
      (input) => (input.source.kind === "given" && given.get(input.source.name)) || supply(input),
    );
    const bySource = new Map<Pullable, Cotangents>();
    used.forEach(({ from, member }, i) => {
      const slope = slopes[i];
      if (from.trace.kind === "observed") return;
      const { pullable, places, lost } = pullableOf(from);
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
