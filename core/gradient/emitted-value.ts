import { scalar } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { always, numberOf, type Value } from "../lambda/index.ts";
import { type Builder, constant, type Var } from "../program/index.ts";
import { isResult, type Result } from "./results.ts";

/** Names and places that lead to a part of a value. */
type Path = readonly (string | number)[];

/** A member of a result in an emitted value, as an input of an objective. */
export interface Member {
  readonly variable: Var;
  /** The name of the input. */
  readonly input: string;
  /** Where the result stands in the emitted value, and the member in the result. */
  readonly result: Path;
  readonly path: Path;
  /** What the result calls it: `axes[0]`. */
  readonly member: string;
}

/** A part of an emitted value that a lambda has come to, and what it knew of it then. */
interface Sight {
  readonly path: Path;
  /** The path inside of the result that stands there, for a part of one. */
  readonly member: Path | undefined;
  readonly seenAs: string;
}

/** What a lambda has read of an emitted value. */
export interface Seen {
  readonly members: Map<string, Member>;
  readonly sights: Map<string, Sight>;
  /** Where plain numbers were read. */
  readonly plain: string[];
}

/** What a lambda may read of a result: a number, an array, or one for each axis. */
type Numbers = number | Float64Array | readonly Numbers[];

const isNumbers = (value: unknown): value is Numbers =>
  typeof value === "number" || value instanceof Float64Array || (Array.isArray(value) && value.every(isNumbers));

const namesOf = (result: Result): readonly string[] =>
  Object.entries(result).flatMap(([name, value]) => (isNumbers(value) ? [name] : []));

/** The part of a value at the end of a path; undefined where there is none. */
const partOf = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (whole, name) =>
      typeof whole === "object" && whole !== null && Object.hasOwn(whole, name) ? Reflect.get(whole, name) : undefined,
    value,
  );

/** What a lambda knows of a part of an emitted value: plain numbers to the last bit, of results the names. */
const emittedAs = (value: unknown): string => {
  if (isResult(value)) return `${value.kind} ${JSON.stringify(namesOf(value))}`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === "object" && value !== null) return JSON.stringify(Object.keys(value));
  return `${typeof value} ${Object.is(value, -0) ? "-0" : String(value)}`;
};

const memberAs = (value: unknown): string => {
  if (value instanceof Float64Array) return `${value.length} numbers`;
  return Array.isArray(value) ? `array of ${value.length}` : typeof value;
};

/** True for an emitted value that a lambda could not tell from the one that it has seen, but for numbers in results. */
export const looksAsSeen = (emitted: unknown, { sights }: Seen): boolean => {
  for (const { path, member, seenAs } of sights.values()) {
    const part = partOf(emitted, path);
    if ((member ? memberAs(partOf(part, member)) : emittedAs(part)) !== seenAs) return false;
  }
  return true;
};

/** A result, and the numbers that a member of it has. */
export const readFrom = (emitted: unknown, { result, path, member }: Member) => {
  const from = partOf(emitted, result);
  const found = partOf(from, path);
  if (!isResult(from) || !(typeof found === "number" || found instanceof Float64Array))
    throw fail("E_SHAPE", { what: `the member ${member} of a result was not emitted` });
  return { from, values: typeof found === "number" ? scalar(found) : found };
};

const memberValue = (b: Builder, found: Numbers, member: string, result: Path, path: Path, seen: Seen): Value => {
  const input = JSON.stringify([result, path]);
  seen.sights.set(input, { path: result, member: path, seenAs: memberAs(found) });
  if (typeof found === "object" && !(found instanceof Float64Array)) {
    const items = found.map((each, k) => memberValue(b, each, `${member}[${k}]`, result, [...path, k], seen));
    return { kind: "tuple", items };
  }
  const length = typeof found === "number" ? undefined : found.length;
  const axis = length === undefined ? null : b.axis(`array of ${length}`, { kind: "fixed", size: length }, {});
  const variable = b.input({ kind: "given", name: input }, "f64", axis);
  seen.members.set(input, { variable, input, result, path, member });
  return axis
    ? { kind: "list", axis, owner: null, item: numberOf(variable), length: () => constant(length ?? 0, "i32") }
    : numberOf(variable);
};

/** Levels of arrays and objects around a number; a value that contains itself has no end of them. */
const deepest = 64;

/** An emitted value as a lambda sees it: members of results are inputs, plain numbers are what they are. */
export const emittedValue = (b: Builder, emitted: unknown, label: string, seen: Seen, path: Path = []): Value => {
  seen.sights.set(JSON.stringify(path), { path, member: undefined, seenAs: emittedAs(emitted) });
  if (typeof emitted === "number" || typeof emitted === "boolean") {
    seen.plain.push(label);
    return numberOf(constant(emitted), always);
  }
  if (isResult(emitted))
    return {
      kind: "record",
      names: namesOf(emitted),
      get: (name) => {
        const found = partOf(emitted, [name]);
        return isNumbers(found) ? memberValue(b, found, name, path, [name], seen) : undefined;
      },
    };
  if (path.length > deepest)
    throw fail("E_LIMIT", { what: `an emitted value is nested more than ${deepest} deep`, where: label.slice(0, 100) });
  if (Array.isArray(emitted))
    return {
      kind: "tuple",
      items: emitted.map((item: unknown, i) => emittedValue(b, item, `${label}[${i}]`, seen, [...path, i])),
    };
  if (typeof emitted === "object" && emitted !== null)
    return {
      kind: "record",
      names: Object.keys(emitted),
      get: (name) =>
        Object.hasOwn(emitted, name)
          ? emittedValue(b, Reflect.get(emitted, name), `${label}.${name}`, seen, [...path, name])
          : undefined,
    };
  throw fail("E_TYPE", { what: `an objective cannot use a ${typeof emitted}`, where: label });
};
