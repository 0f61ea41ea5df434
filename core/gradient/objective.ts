import { interpretSmall, outputOf, type Supply, scalar } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { always, asNumber, elaborate, numberOf, type Scope, type Value } from "../lambda/index.ts";
import { spreadTo } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, builder, constant, type Program, type Var } from "../program/index.ts";
import { type Bindings, checkBindings, partOf } from "./bindings.ts";
import { isResult, type Result, resultOf, type Scalar } from "./results.ts";
import { type Explained, type Pullable, readsOf, type Trace } from "./trace.ts";

/** A member of a result as an input of an objective. */
export interface Reading {
  readonly variable: Var;
  readonly result: Result;
  readonly member: string;
  readonly values: Float64Array;
}

/** Numbers that have been computed from results, and what their derivatives need. */
export interface Evaluation {
  readonly b: Builder;
  readonly atoms: readonly Atom[];
  /** How many numbers each atom stands for. */
  readonly sizes: readonly number[];
  readonly program: Program;
  readonly used: readonly Reading[];
  readonly supply: Supply;
  readonly label: string;
  readonly bindings: Bindings;
  /** Where plain numbers were read among what was emitted: they carry no derivative. */
  readonly plain: readonly string[];
}

/** Makes the pullback of an objective. */
export type Derive = (evaluation: Evaluation) => Pullable;

type Readings = Map<string, Reading>;

/** What a lambda has read: results, and the paths of plain numbers. */
interface Read {
  readonly readings: Readings;
  readonly plain: string[];
}

/** What a lambda may read of a result: a number, an array, or one for each axis. */
type Member = number | Float64Array | readonly Member[];

const isMember = (value: unknown): value is Member =>
  typeof value === "number" || value instanceof Float64Array || (Array.isArray(value) && value.every(isMember));

const membersOf = (result: Result): ReadonlyMap<string, Member> =>
  new Map(Object.entries(result).filter((entry): entry is [string, Member] => isMember(entry[1])));

const memberValue = (
  b: Builder,
  found: Member,
  result: Result,
  path: string,
  member: string,
  readings: Readings,
): Value => {
  if (typeof found === "object" && !(found instanceof Float64Array)) {
    const items = found.map((each, k) => memberValue(b, each, result, path, `${member}[${k}]`, readings));
    return { kind: "tuple", items };
  }
  const name = `${path}.${member}`;
  const values = typeof found === "number" ? scalar(found) : found;
  const axis =
    typeof found === "number" ? null : b.axis(`array of ${found.length}`, { kind: "fixed", size: found.length }, {});
  const variable = b.input({ kind: "given", name }, "f64", axis);
  readings.set(name, { variable, result, member, values });
  return axis
    ? { kind: "list", axis, owner: null, item: numberOf(variable), length: () => constant(values.length, "i32") }
    : numberOf(variable);
};

/** Levels of arrays and objects around a number; a value that contains itself has no end of them. */
const deepest = 64;

const emittedValue = (b: Builder, emitted: unknown, path: string, read: Read, depth = 0): Value => {
  if (typeof emitted === "number" || typeof emitted === "boolean") {
    read.plain.push(path);
    return numberOf(constant(emitted), always);
  }
  if (isResult(emitted)) {
    const members = membersOf(emitted);
    return {
      kind: "record",
      names: [...members.keys()],
      get: (member) => {
        const found = members.get(member);
        return found === undefined ? undefined : memberValue(b, found, emitted, path, member, read.readings);
      },
    };
  }
  if (depth > deepest)
    throw fail("E_LIMIT", { what: `an emitted value is nested more than ${deepest} deep`, where: path.slice(0, 100) });
  if (Array.isArray(emitted))
    return {
      kind: "tuple",
      items: emitted.map((item: unknown, i) => emittedValue(b, item, `${path}[${i}]`, read, depth + 1)),
    };
  if (typeof emitted === "object" && emitted !== null)
    return {
      kind: "record",
      names: Object.keys(emitted),
      get: (name) =>
        Object.hasOwn(emitted, name)
          ? emittedValue(b, Reflect.get(emitted, name), `${path}.${name}`, read, depth + 1)
          : undefined,
    };
  throw fail("E_TYPE", { what: `an objective cannot use a ${typeof emitted}`, where: path });
};

const explainedBy = (traces: readonly Trace[]): readonly Explained[] => [
  ...new Set(traces.flatMap((trace) => (trace.kind === "diff" ? trace.explained : []))),
];

const supply =
  (readings: Readings, bindings: Bindings): Supply =>
  ({ source }) => {
    if (source.kind === "parameter") return scalar(partOf(bindings, source.parameter, source.part));
    const reading = source.kind === "given" ? readings.get(source.name) : undefined;
    if (reading) return reading.values;
    throw fail("E_SHAPE", { what: "an objective has an input that was not emitted" });
  };

/** What a lambda makes of results: its members, and how they are differentiated. */
export interface Evaluated {
  /** A number, or an array of the length that the lambda gave. */
  readonly members: ReadonlyMap<string, number | Float64Array>;
  readonly trace: Trace;
}

const sizeOf = ({ extent }: Axis): number => {
  if (extent.kind === "fixed") return extent.size;
  throw fail("E_TYPE", { what: "a lambda of results gives lists of as many numbers as the results have" });
};

/** A number, or numbers on a fixed axis. */
const atomOf = (b: Builder, value: Value): { readonly atom: Atom; readonly length: number | undefined } => {
  if (value.kind !== "list") return { atom: asNumber(b, value).atom, length: undefined };
  return { atom: spreadTo(b, asNumber(b, value.item).atom, value.axis), length: sizeOf(value.axis) };
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
  membersOf: (value: Value) => ReadonlyMap<string, Value>,
): Evaluated => {
  const b = builder();
  const readings: Readings = new Map();
  const plain: string[] = [];
  const value = elaborate(b, f, [emittedValue(b, emitted, "the emitted value", { readings, plain })], scope, { label });
  const members = [...membersOf(value)].map(([name, member]) => ({ name, ...atomOf(b, member) }));
  const atoms = members.map(({ atom }) => atom);
  const sizes = members.map(({ length }) => length ?? 1);
  const program = b.program(atoms);
  const env = interpretSmall(program, supply(readings, bindings));
  const used = [...readings.values()].filter(({ variable }) =>
    program.inputs.some((input) => input.variable === variable),
  );
  for (const { result } of used)
    if (result.trace.kind === "diff") checkBindings(bindings, result.trace.pullable.bindings);
  const evaluation: Evaluation = {
    b,
    atoms,
    sizes,
    program,
    used,
    label,
    bindings,
    supply: supply(readings, bindings),
    plain,
  };
  const traces = used.map(({ result }) => result.trace);
  const reads = readsOf(traces);
  const hard = traces.find((trace) => trace.kind === "hard");
  const trace: Trace = !derive
    ? { kind: "hard", stage: label, reads }
    : (hard ?? {
        kind: "diff",
        pullable: derive(evaluation),
        places: Object.fromEntries(members.map(({ name }, output) => [name, { output, from: 0 }])),
        lost: [],
        explained: explainedBy(traces),
        reads,
      });
  const values = members.map(({ name, atom, length }) => {
    const out = outputOf(env, atom);
    return [name, length === undefined ? (out[0] ?? Number.NaN) : out.slice(0, length)] as const;
  });
  return { members: new Map(values), trace };
};

/** One number from what streams emit, as `evaluateMembers` gives several. */
export const evaluateObjective = (
  f: object,
  scope: Scope,
  emitted: unknown,
  bindings: Bindings,
  label: string,
  derive: Derive | undefined,
): Scalar => {
  const only = (value: Value): ReadonlyMap<string, Value> => new Map([["value", value]]);
  const { members, trace } = evaluateMembers(f, scope, emitted, bindings, label, derive, only);
  const value = Number(members.get("value"));
  return resultOf<Scalar>({ kind: "scalar", value, variance: 0, entries: 0, skipped: 0, trace });
};
