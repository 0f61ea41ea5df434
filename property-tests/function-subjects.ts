import type { InputDomain, Plugin } from "../core/index.ts";
import { behind } from "../core/lambda/index.ts";
import { primitiveOf, primitives } from "../core/primitives/index.ts";
import type { ElementwisePrimitive } from "../core/program/index.ts";

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
