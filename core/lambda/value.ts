import type { Node } from "acorn";
import type { Atom, Axis } from "../program/index.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";

/** A number, truth value, 64-bit id or dictionary code, and whether it is there. */
export interface NumberValue {
  readonly kind: "number";
  readonly atom: Atom;
  readonly present: Atom;
  /** Whether the item of an array lies inside of it, asked by `??` and `== null`; in arithmetic it is NaN outside. */
  readonly inside?: () => Atom;
}

export interface RecordValue {
  readonly kind: "record";
  /** Whether the record is there, if it may not be. */
  readonly present?: Atom;
  readonly names: readonly string[];
  get(name: string): Value | undefined;
}

/** The elements of `axis` under one element of `owner`. */
export interface ListValue {
  readonly kind: "list";
  readonly axis: Axis;
  readonly owner: Axis | null;
  readonly item: Value;
  length(): Atom;
}

export interface TupleValue {
  readonly kind: "tuple";
  /** Whether the array is there, if it may not be. */
  readonly present?: Atom;
  readonly items: readonly Value[];
}

/** Items numbered from 0: an array of a procedure. */
export interface ArrayValue {
  readonly kind: "array";
  readonly length: Atom;
  /** Item `index`; not `checked` where it is known to be a whole number from 0 to `length - 1`. */
  item(index: Atom, checked: boolean): Value;
}

/** A variable to which a loop does nothing but add. */
export interface SumValue {
  readonly kind: "sum";
  add(term: Value): void;
  /** Adds what a function adds to each item, where the variable is an array. */
  addToEach(f: FunctionValue): void;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
  /** A function written in the lambda, and where it stands. */
  readonly written?: { readonly node: Node; readonly context: Context; readonly environment: Environment };
  /** The names that a function written in the lambda uses, and what they stood for when it was made. */
  readonly captures?: { readonly names: ReadonlySet<string>; readonly environment: Environment };
  call(inputs: readonly Value[]): Value;
}

export interface TextValue {
  readonly kind: "text";
  readonly text: string;
}

/** One of two strings, by a condition. */
export interface EitherValue {
  readonly kind: "either";
  readonly condition: Atom;
  /** Whether the condition, and so either of them, is there. */
  readonly present: Atom;
  readonly yes: Value;
  readonly no: Value;
}

/** What null, undefined and a read past the end are. */
export interface MissingValue {
  readonly kind: "missing";
  /** The literal that stands for it, if it was written out. */
  readonly written?: "null" | "undefined";
}

/** What an expression of a lambda stands for while it is compiled. */
export type Value =
  | NumberValue
  | RecordValue
  | ListValue
  | TupleValue
  | ArrayValue
  | SumValue
  | FunctionValue
  | TextValue
  | EitherValue
  | MissingValue;

export const missing: MissingValue = { kind: "missing" };

const described: Readonly<Record<Value["kind"], string>> = {
  number: "a number",
  record: "an object",
  list: "a list",
  tuple: "an array",
  array: "an array",
  sum: "a sum",
  function: "a function",
  text: "a string",
  either: "one of two strings",
  missing: "a missing value",
};

export const describe = (value: Value): string =>
  value.kind === "number" && value.atom.dtype === "bool" ? "a truth value" : described[value.kind];

/** The same structure with every number, and every record's presence, replaced; lists inside are left to `onList`. */
export const mapNumbers = (
  value: Value,
  f: (value: NumberValue) => Value,
  there: (present: Atom) => Atom,
  onList: (value: ListValue) => Value,
): Value => {
  switch (value.kind) {
    case "number":
      return f(value);
    case "record":
      return {
        kind: "record",
        names: value.names,
        present: there(value.present ?? always),
        get: (name) => {
          const field = value.get(name);
          return field && mapNumbers(field, f, there, onList);
        },
      };
    case "tuple":
      return {
        kind: "tuple",
        present: there(value.present ?? always),
        items: value.items.map((item) => mapNumbers(item, f, there, onList)),
      };
    case "either": {
      const condition = f({ kind: "number", atom: value.condition, present: always });
      return {
        kind: "either",
        condition: condition.kind === "number" ? condition.atom : value.condition,
        present: there(value.present),
        yes: mapNumbers(value.yes, f, there, onList),
        no: mapNumbers(value.no, f, there, onList),
      };
    }
    case "list":
      return onList(value);
    default:
      return value;
  }
};

const always: Atom = { kind: "const", dtype: "bool", value: true };
