import type { Pattern } from "acorn";
import { fail } from "../../errors.ts";
import { behind, elaborate, type FunctionValue, parseLambda, type Scope, type Value } from "../../lambda/index.ts";
import type { ArrayBuilder } from "../builder.ts";

/** What a function makes of values, as statements of a builder. */
export type Meaning = (b: ArrayBuilder, inputs: readonly Value[]) => Value;

/** A function to be transformed: its meaning, and what its arguments are called. */
export interface Callee {
  readonly meaning: Meaning;
  readonly names: readonly (string | undefined)[];
}

const nameOf = (param: Pattern): string | undefined => {
  if (param.type === "Identifier") return param.name;
  return param.type === "AssignmentPattern" ? nameOf(param.left) : undefined;
};

const known = new WeakMap<object, Callee>();

/** What a function made by a transformation was made of. */
export const transformed = (f: object): Callee | undefined => known.get(f);

export const setTransformed = <F extends object>(f: F, callee: Callee): F => {
  known.set(f, callee);
  return f;
};

/** The names of the arguments of a function written out. */
export const argumentsOf = (f: object): readonly (string | undefined)[] => parseLambda(f).params.map(nameOf);

/** A function of a lambda as one that can be transformed. */
export const calleeOfValue = (f: Value | undefined, what: string): Callee => {
  if (f?.kind !== "function") throw fail("E_TYPE", { what: `${what} needs a function`, cure: `${what}((x) => x * x)` });
  return { meaning: (_b, inputs) => f.call(inputs), names: namesIn(f) };
};

const namesIn = ({ written }: FunctionValue): readonly (string | undefined)[] => {
  const node = written?.node;
  return node && "params" in node ? (node.params as readonly Pattern[]).map(nameOf) : [];
};

/** A function of JavaScript as one that can be transformed. */
export const calleeOf = (f: object, scope: Scope | undefined, label: string): Callee => {
  const helper = behind(f);
  return (
    transformed(f) ?? {
      meaning: (b, inputs) => elaborate(b, helper?.f ?? f, inputs, scope ?? helper?.scope ?? {}, { label }),
      names: argumentsOf(helper?.f ?? f),
    }
  );
};
