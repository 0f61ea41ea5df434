import { interpretSmall, outputOf, type Supply, scalar } from "../backends/index.ts";
import { fail } from "../errors.ts";
import type { Scope, Value } from "../lambda/index.ts";
import { type Bindings, checkBindings, partOf } from "./bindings.ts";
import { type Member, readFrom } from "./emitted-value.ts";
import { type MembersOf, type Objective, objectiveOf } from "./objective-program.ts";
import { type Result, resultOf, type Scalar } from "./results.ts";
import { type Explained, type Pullable, readsOf, type Trace } from "./trace.ts";

/** A member of a result as an input of an objective. */
export interface Reading extends Member {
  readonly from: Result;
  readonly values: Float64Array;
}

/** Numbers that have been computed from results, and what their derivatives need. */
export interface Evaluation {
  readonly objective: Objective;
  readonly used: readonly Reading[];
  readonly supply: Supply;
  readonly label: string;
  readonly bindings: Bindings;
}

/** Makes the pullback of an objective. */
export type Derive = (evaluation: Evaluation) => Pullable;

const explainedBy = (traces: readonly Trace[]): readonly Explained[] => [
  ...new Set(traces.flatMap((trace) => (trace.kind === "diff" ? trace.explained : []))),
];

const supplyFrom = (used: readonly Reading[], bindings: Bindings): Supply => {
  const values = new Map(used.map((reading) => [reading.input, reading.values]));
  return ({ source }) => {
    if (source.kind === "parameter") return scalar(partOf(bindings, source.parameter, source.part));
    const found = source.kind === "given" ? values.get(source.name) : undefined;
    if (found) return found;
    throw fail("E_SHAPE", { what: "an objective has an input that was not emitted" });
  };
};

/** What a lambda makes of results: its members, and how they are differentiated. */
export interface Evaluated {
  /** A number, or an array of the length that the lambda gave. */
  readonly members: ReadonlyMap<string, number | Float64Array>;
  readonly trace: Trace;
}

const traceOf = (evaluation: Evaluation, derive: Derive | undefined): Trace => {
  const { objective, used, label } = evaluation;
  const traces = used.map(({ from }) => from.trace);
  const reads = readsOf(traces);
  if (!derive) return { kind: "hard", stage: label, reads };
  return (
    traces.find((trace) => trace.kind === "hard") ?? {
      kind: "diff",
      pullable: derive(evaluation),
      places: Object.fromEntries(objective.members.map(({ name }, output) => [name, { output, from: 0 }])),
      lost: [],
      explained: explainedBy(traces),
      reads,
    }
  );
};

/**
 * Numbers and arrays from what streams emit, with a pullback into each of them.
 * @param f - a lambda of the emitted value: a result, or an object of results
 * @param membersOf - the values whose numbers are wanted, of what the lambda gives
 * @param derive - makes the pullback; without it the numbers are of the hard flavour
 * @throws E_LAMBDA and its kin; E_TYPE if the lambda gives no numbers
 */
export const evaluateMembers = (
  f: object,
  scope: Scope,
  emitted: unknown,
  bindings: Bindings,
  label: string,
  derive: Derive | undefined,
  membersOf: MembersOf,
): Evaluated => {
  const objective = objectiveOf(f, scope, emitted, label, membersOf);
  const used = objective.used.map((member): Reading => ({ ...member, ...readFrom(emitted, member) }));
  const supply = supplyFrom(used, bindings);
  const env = interpretSmall(objective.program, supply);
  for (const { from } of used) if (from.trace.kind === "diff") checkBindings(bindings, from.trace.pullable.bindings);
  const values = objective.members.map(({ name, atom, length }) => {
    const out = outputOf(env, atom);
    return [name, length === undefined ? (out[0] ?? Number.NaN) : out.slice(0, length)] as const;
  });
  return { members: new Map(values), trace: traceOf({ objective, used, supply, label, bindings }, derive) };
};

const only = (value: Value): ReadonlyMap<string, Value> => new Map([["value", value]]);

/** One number from what streams emit, as `evaluateMembers` gives several. */
export const evaluateObjective = (
  f: object,
  scope: Scope,
  emitted: unknown,
  bindings: Bindings,
  label: string,
  derive: Derive | undefined,
): Scalar => {
  const { members, trace } = evaluateMembers(f, scope, emitted, bindings, label, derive, only);
  const value = Number(members.get("value"));
  return resultOf<Scalar>({ kind: "scalar", value, variance: 0, entries: 0, skipped: 0, trace });
};
