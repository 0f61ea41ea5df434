import { interpretSmall, outputOf, type Supply, scalar } from "../backends/index.ts";
import { fail } from "../errors.ts";
import { asNumber, elaborate, numberOf, type Scope, type Value } from "../lambda/index.ts";
import { type Atom, type Builder, builder, constant, type Var } from "../program/index.ts";
import { vjp as pullBack, jvp as pushForward } from "../transforms/index.ts";
import { partOf, plainBindings } from "./bindings.ts";

/** Numbers, and arrays and objects of numbers: what a function of a lambda takes. */
export type Numeric = number | readonly Numeric[] | { readonly [name: string]: Numeric };

interface Leaf {
  readonly variable: Var;
  readonly value: number;
}

const isNested = (value: Numeric): value is Exclude<Numeric, number> => typeof value === "object" && value !== null;

/** The numbers of a nested value, in order. */
const numbersIn = (value: Numeric): readonly number[] =>
  isNested(value) ? Object.values(value).flatMap((part: Numeric) => numbersIn(part)) : [value];

/** A nested value with its numbers replaced, in order. */
const replaced = (value: Numeric, next: () => number): Numeric => {
  if (!isNested(value)) return next();
  if (Array.isArray(value)) return value.map((part: Numeric) => replaced(part, next));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, next)]));
};

const valueOfInput = (b: Builder, value: Numeric, path: string, leaves: Leaf[]): Value => {
  if (typeof value === "number") {
    const variable = b.input({ kind: "given", name: path }, "f64", null);
    leaves.push({ variable, value });
    return numberOf(variable);
  }
  if (!isNested(value))
    throw fail("E_TYPE", {
      what: `an input of a function is ${typeof value}`,
      where: path,
      cure: "numbers, arrays and objects of numbers",
    });
  const parts = Object.entries(value).map(
    ([name, part]) => [name, valueOfInput(b, part, `${path}.${name}`, leaves)] as const,
  );
  if (Array.isArray(value)) return { kind: "tuple", items: parts.map(([, part]) => part) };
  const fields = new Map(parts);
  return { kind: "record", names: [...fields.keys()], get: (name) => fields.get(name) };
};

const compiled = (
  f: object,
  inputs: readonly Numeric[],
  scope: Scope,
): { b: Builder; output: Atom; leaves: readonly Leaf[] } => {
  const b = builder();
  const leaves: Leaf[] = [];
  const values = inputs.map((input, k) => valueOfInput(b, input, `input ${k + 1}`, leaves));
  return { b, output: asNumber(b, elaborate(b, f, values, scope, { label: "a function" })).atom, leaves };
};

const run = (b: Builder, outputs: readonly Atom[], leaves: readonly Leaf[]): readonly number[] => {
  const known = new Map(leaves.map(({ variable, value }) => [variable.id, scalar(value)]));
  const supply: Supply = ({ variable, source }) =>
    source.kind === "parameter"
      ? scalar(partOf(plainBindings, source.parameter, source.part))
      : (known.get(variable.id) ?? scalar(Number.NaN));
  const env = interpretSmall(b.program(outputs), supply);
  return outputs.map((output) => outputOf(env, output)[0] ?? Number.NaN);
};

interface Pushed {
  readonly value: number;
  readonly tangent: number;
}

/** A function of numbers alone, or of numbers and a scope. */
interface Jvp {
  <A extends readonly Numeric[]>(
    f: (...inputs: A) => number,
    inputs: readonly [...A],
    tangents: readonly [...A],
  ): Pushed;
  <A extends readonly Numeric[], S extends Scope>(
    f: (...inputs: [...A, S]) => number,
    inputs: readonly [...A],
    tangents: readonly [...A],
    scope: S,
  ): Pushed;
}

interface Pulled<A> {
  readonly value: number;
  readonly pullback: (cotangent: number) => A;
}

interface Vjp {
  <A extends readonly Numeric[]>(f: (...inputs: A) => number, inputs: readonly [...A]): Pulled<A>;
  <A extends readonly Numeric[], S extends Scope>(
    f: (...inputs: [...A, S]) => number,
    inputs: readonly [...A],
    scope: S,
  ): Pulled<A>;
}

/**
 * The value of a function and its derivative along a direction.
 * @param f - a closed lambda of numbers, or of arrays and objects of numbers
 * @param inputs - where it is evaluated
 * @param tangents - the direction, of the shape of the inputs
 * @throws E_LAMBDA and its kin for a function outside the language, E_SHAPE for a direction of another shape
 * @example
 * jvp((x: number, y: number) => x * Math.sin(y), [2, 0], [0, 1]); // { value: 0, tangent: 2 }
 */
export const jvp: Jvp = (f: object, inputs: readonly Numeric[], tangents: readonly Numeric[], scope?: Scope) => {
  const { b, output, leaves } = compiled(f, inputs, scope ?? {});
  const direction = numbersIn(tangents);
  if (direction.length !== leaves.length)
    throw fail("E_SHAPE", { what: `the inputs are ${leaves.length} numbers, the direction has ${direction.length}` });
  const seeds = new Map(leaves.map(({ variable }, k) => [variable.id, constant(direction[k] ?? 0)]));
  const [tangent = constant(0)] = pushForward(b, [output], seeds);
  const [value = Number.NaN, slope = 0] = run(b, [output, tangent ?? constant(0)], leaves);
  return { value, tangent: slope };
};

/**
 * The value of a function and its pullback, which gives the derivatives with respect to all inputs at once.
 * @param f - a closed lambda of numbers, or of arrays and objects of numbers
 * @param inputs - where it is evaluated
 * @throws E_LAMBDA and its kin for a function outside the language
 * @example
 * vjp((x: number, y: number) => x * Math.sin(y), [2, 0]).pullback(1); // [0, 2]
 */
export const vjp: Vjp = <A extends readonly Numeric[]>(f: object, inputs: A, scope?: Scope) => {
  const { b, output, leaves } = compiled(f, inputs, scope ?? {});
  const [value = Number.NaN] = run(b, [output], leaves);
  return {
    value,
    pullback: (cotangent: number): A => {
      const variables = leaves.map(({ variable }) => variable);
      const slopes = pullBack(b, [output], [constant(cotangent)], variables).map((slope) => slope ?? constant(0));
      const numbers = run(b, slopes, leaves)[Symbol.iterator]();
      return replaced(inputs, () => Number(numbers.next().value ?? 0)) as unknown as A;
    },
  };
};
