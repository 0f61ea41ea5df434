import { fail } from "../../errors.ts";
import { intrinsic, procedureOf, type Value } from "../../lambda/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { dense, denseOf as emitted } from "../language/index.ts";
import type { Dense, Operation, Options } from "../operation.ts";
import type { ArrayVar } from "../statement.ts";
import { contraction, contractOperation } from "./contract.ts";
import { denseOf, type Nested, nestedOf, zeros } from "./dense.ts";

/** Applies an operation: to the arrays of a procedure that is being made, or to arrays at hand. */
export type Apply<T> = (operation: Operation, inputs: readonly T[], options?: Options) => readonly T[];

/** A function of arrays in terms of operations. */
export type Work = <T>(apply: Apply<T>, inputs: readonly T[], options: Options) => readonly T[];

const atomLike = ({ values, offset, shape }: Dense): Atom => {
  if (shape.length === 0) return constant(values[offset] ?? Number.NaN);
  const sizes = shape.map((size) => constant(size, "i32"));
  return { kind: "var", id: -1, dtype: "f64", axis: null, shape: sizes } as ArrayVar;
};

const atHand: Apply<Dense> = (operation, inputs, options = {}) => {
  const outputs = operation
    .shapes(inputs.map(atomLike), options)
    .map((shape) => zeros(shape.map((size) => (size.kind === "const" ? Number(size.value) : 0))));
  operation.evaluate(inputs, outputs, options);
  return outputs;
};

/** How a function is called: which arguments are arrays, and what the others say. */
export interface Call {
  readonly name: string;
  /** The places of the arrays among the arguments. */
  readonly arrays: readonly number[];
  /** The options that the other arguments stand for. */
  readonly options?: (others: readonly unknown[]) => Options;
  /** The names of several results. */
  readonly results?: readonly string[];
}

/** What a lambda says in an argument that is no array: a word, a truth value, or an object of these. */
const saidBy = (name: string, value: Value): unknown => {
  if (value.kind === "text") return value.text;
  if (value.kind === "missing") return undefined;
  if (value.kind === "record")
    return Object.fromEntries(
      value.names.map((field) => [field, saidBy(name, value.get(field) ?? { kind: "missing" })]),
    );
  if (value.kind === "number" && value.atom.kind === "const") return value.atom.value;
  throw fail("E_TYPE", {
    what: `an option of ${name} is not known when the lambda is compiled`,
    cure: "write it out",
  });
};

/** A function of nested arrays that runs as JavaScript, and has derivatives in lambdas of arrays. */
export const arrayFunction = <F extends (...inputs: never[]) => unknown>(call: Call, work: Work): F => {
  const { name, arrays, results } = call;
  const others = (inputs: readonly unknown[]): readonly unknown[] => inputs.filter((_, k) => !arrays.includes(k));
  const optionsOf = (said: readonly unknown[]): Options => call.options?.(said) ?? {};
  const plain = (...inputs: readonly unknown[]): unknown => {
    const given = inputs.flatMap((input, k) =>
      arrays.includes(k) ? [denseOf(input as Nested, `argument ${k + 1} of ${name}`)] : [],
    );
    const made = work(atHand, given, optionsOf(others(inputs))).map(nestedOf);
    return results ? Object.fromEntries(results.map((label, k) => [label, made[k]])) : made[0];
  };
  const meaning = (b: ArrayBuilder, inputs: readonly Value[]): Value => {
    const given = inputs.flatMap((input, k) => (arrays.includes(k) ? [emitted(b, input)] : []));
    const said = inputs.flatMap((input, k) => (arrays.includes(k) ? [] : [saidBy(name, input)]));
    const apply: Apply<Atom> = (operation, taken, options) =>
      operation === contractOperation
        ? [contraction(b, String(options?.spec), taken)]
        : b.operation(operation, taken, options);
    const made = work(apply, given, optionsOf(said)).map((atom) => dense(b, atom));
    if (!results) return made[0] ?? { kind: "missing" };
    return { kind: "record", names: results, get: (label) => made[results.indexOf(label)] };
  };
  return intrinsic(plain, (b, inputs) => {
    if (procedureOf(b)) return meaning(b as ArrayBuilder, inputs);
    throw fail("E_LAMBDA", {
      what: `${name} has no meaning in a lambda of events`,
      cure: "write out the few products that an event needs",
    });
  }) as unknown as F;
};
