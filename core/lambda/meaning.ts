import { fail } from "../errors.ts";
import {
  abs,
  add,
  and,
  div,
  eq,
  ge,
  gt,
  isMissingNumber,
  le,
  lt,
  mod,
  mul,
  neg,
  not,
  or,
  pow,
  sub,
  toNumber,
  where,
} from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Domain, type ElementwisePrimitive } from "../program/index.ts";
import { describe, type NumberValue, type Value } from "./value.ts";
import { equalWords, ofEither } from "./words.ts";

export const always: Atom = constant(true);

export const numberOf = (atom: Atom, present: Atom = always): NumberValue => ({ kind: "number", atom, present });

export const emit = (b: Builder, f: { readonly primitive: ElementwisePrimitive }, ...inputs: readonly Atom[]): Atom =>
  b.emit(f.primitive, inputs);

const nothing = numberOf(constant(Number.NaN), constant(false));

/** A value as a number with presence, whatever its element type. */
export const asScalar = (value: Value): NumberValue => {
  if (value.kind === "number") return value;
  if (value.kind === "missing") return nothing;
  throw fail("E_TYPE", {
    what: `a number is needed here, found ${describe(value)}`,
    cure: "take a number of it: the length of a list, a member of an object, an item",
  });
};

/** A value as a number of type f64 or i32; a truth value counts 1 or 0. */
export const asNumber = (b: Builder, value: Value): NumberValue => {
  const scalar = asScalar(value);
  const { dtype } = scalar.atom;
  if (dtype === "bool") return numberOf(emit(b, where, scalar.atom, constant(1), constant(0)), scalar.present);
  if (dtype === "i64")
    throw fail("E_TYPE", {
      what: "a 64-bit whole number has no place in arithmetic: it may not fit a float64",
      cure: "convert it where that is meant, Number(ev.nMuon), or split samples with the `fold` option of the source",
    });
  if (dtype === "string") throw fail("E_TYPE", { what: "a string has no place in arithmetic" });
  return scalar;
};

/** The truth of a value: false where it is missing, NaN or zero, as in JavaScript. */
export const truth = (b: Builder, value: Value): Atom => {
  if (value.kind === "record" || value.kind === "tuple") return value.present ?? always;
  if (value.kind === "list" || value.kind === "function") return always;
  if (value.kind === "text") return constant(value.text !== "");
  if (value.kind === "either") return ofEither(b, value, (each) => truth(b, each));
  const scalar = asScalar(value);
  const holds =
    scalar.atom.dtype === "bool"
      ? scalar.atom
      : emit(
          b,
          not,
          emit(b, or, emit(b, isMissingNumber, asNumber(b, scalar).atom), emit(b, eq, scalar.atom, constant(0))),
        );
  return emit(b, and, scalar.present, holds);
};

/** How an input is taken by what its primitive wants there. */
const taken: Readonly<Record<Domain["kind"], (b: Builder, value: Value) => NumberValue>> = {
  bool: (b, value) => numberOf(truth(b, value)),
  integer: (b, value) => converted(b, value),
  real: (b, value) => asNumber(b, value),
};

/** A primitive of numbers: missing where any input is. */
export const applied = (
  b: Builder,
  f: { readonly primitive: ElementwisePrimitive },
  inputs: readonly Value[],
): NumberValue => {
  const numbers = inputs.map((input, i) => taken[f.primitive.domain[i]?.kind ?? "real"](b, input));
  const present = numbers.reduce<Atom>((all, { present }) => emit(b, and, all, present), always);
  return numberOf(
    b.emit(
      f.primitive,
      numbers.map(({ atom }) => atom),
    ),
    present,
  );
};

export const binary = { "+": add, "-": sub, "*": mul, "/": div, "%": mod, "**": pow } as const;
const orders = { ">": gt, ">=": ge, "<": lt, "<=": le } as const;

const isMember = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(table, key);

/** A value as a float64, 64-bit whole numbers too. */
export const converted = (b: Builder, value: Value): NumberValue => {
  const scalar = asScalar(value);
  return scalar.atom.dtype === "i64" ? numberOf(emit(b, toNumber, scalar.atom), scalar.present) : asNumber(b, scalar);
};

const equal = (b: Builder, left: Value, right: Value, loose: boolean): Atom => {
  const words = equalWords(b, left, right);
  if (words) return words;
  const [x, y] = [asScalar(left), asScalar(right)];
  if (!loose && (x.atom.dtype === "bool") !== (y.atom.dtype === "bool")) return constant(false);
  const alike = x.atom.dtype === y.atom.dtype && (x.atom.dtype === "i64" || x.atom.dtype === "bool");
  const [p, q] = alike ? [x, y] : [asNumber(b, x), asNumber(b, y)];
  return emit(b, and, emit(b, and, p.present, q.present), emit(b, eq, p.atom, q.atom));
};

/** Whether a number is there, as `??` sees it. */
export const isNumberThere = (b: Builder, { present, inside }: NumberValue): Atom =>
  inside ? emit(b, and, present, inside()) : present;

const isNullish = (b: Builder, value: Value): Atom => {
  if (value.kind === "missing") return always;
  if (value.kind === "record" || value.kind === "tuple") return emit(b, not, value.present ?? always);
  if (value.kind === "either")
    return emit(
      b,
      not,
      ofEither(b, value, (each) => emit(b, not, isNullish(b, each))),
    );
  return value.kind === "number" ? emit(b, not, isNumberThere(b, value)) : constant(false);
};

const equality = (b: Builder, left: Value, right: Value, loose: boolean): Atom => {
  for (const [self, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (self.kind === "missing" && self.written) {
      if (loose || self.written === "undefined") return isNullish(b, other);
      throw fail("E_LAMBDA", {
        what: "a missing value is undefined, never null",
        cure: "compare with === undefined, or with == null",
      });
    }
  return equal(b, left, right, loose);
};

/** A binary operator of JavaScript on two values, or undefined for one that has no meaning here. */
export const operate = (b: Builder, operator: string, left: Value, right: Value): Value | undefined => {
  if (isMember(binary, operator)) return applied(b, binary[operator], [left, right]);
  if (isMember(orders, operator)) {
    const { atom, present } = applied(b, orders[operator], [converted(b, left), converted(b, right)]);
    return numberOf(emit(b, and, present, atom));
  }
  if (operator === "===" || operator === "==") return numberOf(equality(b, left, right, operator === "=="));
  if (operator === "!==" || operator === "!=")
    return numberOf(emit(b, not, equality(b, left, right, operator === "!=")));
  return undefined;
};

export const negative = (b: Builder, value: Value): NumberValue => applied(b, neg, [value]);
export const absolute = (b: Builder, value: Value): NumberValue => applied(b, abs, [value]);
