import { fail, type InputDomain, type Plugin } from "../core/index.ts";
import { behind } from "../core/lambda/index.ts";
import { primitiveOf, primitives } from "../core/primitives/index.ts";
import type { ElementwisePrimitive } from "../core/program/index.ts";
import { functionOf } from "./arbitraries/functions.ts";

/** A closed lambda, and where it is checked. */
export interface FunctionSubject {
  readonly name: string;
  readonly f: (...inputs: never[]) => unknown;
  /** The domain of each input. */
  readonly domains: readonly InputDomain[];
  /** Inputs at which it and its derivatives are finite. */
  readonly points: readonly (readonly unknown[])[];
}

/** The closed lambdas of a plugin that have domains. */
export const functionsOf = ({ functions, domains, finiteAt }: Plugin): readonly FunctionSubject[] =>
  Object.entries(functions).flatMap(([name, f]) =>
    !primitiveOf(f) && Object.hasOwn(domains, name)
      ? [{ name, f, domains: domains[name] ?? [], points: Object.hasOwn(finiteAt, name) ? (finiteAt[name] ?? []) : [] }]
      : [],
  );

/** The closed lambdas of a plugin that say nothing of where they may be checked. */
export const withoutDomain = ({ functions, domains }: Plugin): readonly string[] =>
  Object.entries(functions).flatMap(([name, f]) => (primitiveOf(f) || Object.hasOwn(domains, name) ? [] : [name]));

const reached = (value: unknown, seen: Set<unknown>): readonly ElementwisePrimitive[] => {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return [];
  if (seen.has(value)) return [];
  seen.add(value);
  const own = primitiveOf(value);
  if (own) return [own, ...reached(own.scope(), seen)];
  const inner = typeof value === "function" ? behind(value)?.scope : value;
  return inner ? Object.values(inner).flatMap((member) => reached(member, seen)) : [];
};

/** The primitives that a plugin defines: its functions that are such, and those that its lambdas and rules use. */
export const primitivesOf = ({ functions }: Plugin): readonly ElementwisePrimitive[] =>
  reached(functions, new Set()).filter((primitive) => primitives.get(primitive.name) !== primitive);

const plainName = /^[A-Za-z_$][\w$]*$/;

/** The lambda that a user writes to call a function with members `x0`, `x1`, ... of an event. */
export type Call = (event: unknown, scope: { readonly f: FunctionSubject["f"] }) => unknown;

/**
 * Lambdas that call a function: one if it gives a number or a truth value, one per member if it gives a record.
 * @throws E_TYPE for a function that gives anything else
 */
export const callsOf = ({ name, f, domains }: FunctionSubject, sample: readonly unknown[]): readonly Call[] => {
  const call = `f(${domains.map((_, k) => `ev.x${k}`).join(", ")})`;
  const result: unknown = (f as (...inputs: readonly unknown[]) => unknown)(...sample);
  const written = (text: string): Call => functionOf(`(ev, { f }) => ${text}`) as Call;
  if (typeof result === "number" || typeof result === "boolean") return [written(call)];
  const members = typeof result === "object" && result !== null && !Array.isArray(result) ? Object.entries(result) : [];
  const isRecord = members.every(([key, x]) => plainName.test(key) && ["number", "boolean"].includes(typeof x));
  if (members.length > 0 && isRecord) return members.map(([key]) => written(`${call}.${key}`));
  throw fail("E_TYPE", {
    what: `${name} gives ${Array.isArray(result) ? "a list" : result === null ? "null" : typeof result}`,
    cure: "let the laws see a function that gives a number, or exempt this one with a reason",
  });
};
