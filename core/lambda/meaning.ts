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
import {
  type Atom,
  type Builder,
  constant,
  type Domain,
  type ElementwisePrimitive,
  isConstant,
} from "../program/index.ts";
import { describe, missing, type NumberValue, type Value } from "./value.ts";
import { equalWords } from "./words.ts";

export const always: Atom = constant(true);

export const numberOf = (atom: Atom, present: Atom = always): NumberValue => ({ kind: "number", atom, present });

export const emit = (b: Builder, f: { readonly primitive: ElementwisePrimitive }, ...inputs: readonly Atom[]): Atom =>
  b.emit(f.primitive, inputs);

const nothing = numberOf(constant(Number.NaN), constant(false));

/** A value as a number with presence, whatever its element type. */
export const asScalar = (value: Value): NumberValue => {
  if (value.kind === "number") return value;
  if (value.kind === "missing") return nothing;
  throw fail("E_TYPE", { what: `a number is needed here, found ${describe(value)}` });
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

const isNullish = (b: Builder, value: Value): Atom => {
  if (value.kind === "missing") return always;
  if (value.kind === "record" || value.kind === "tuple") return emit(b, not, value.present ?? always);
  return value.kind === "number" ? emit(b, not, value.present) : constant(false);
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

/** `x` where the condition holds, `y` elsewhere, field by field. */
export const choose = (b: Builder, condition: Atom, x: Value, y: Value): Value => {
  if (isConstant(condition, true)) return x;
  if (isConstant(condition, false)) return y;
  if (x.kind === "record" && y.kind === "record")
    return {
      kind: "record",
      names: [...new Set([...x.names, ...y.names])],
      present: emit(b, where, condition, x.present ?? always, y.present ?? always),
      get: (name) => choose(b, condition, x.get(name) ?? missing, y.get(name) ?? missing),
    };
  if ((x.kind === "record" || x.kind === "tuple") && y.kind === "missing")
    return { ...x, present: emit(b, and, x.present ?? always, condition) };
  if ((y.kind === "record" || y.kind === "tuple") && x.kind === "missing")
    return { ...y, present: emit(b, and, y.present ?? always, emit(b, not, condition)) };
  if (x.kind === "tuple" && y.kind === "tuple" && x.items.length === y.items.length)
    return {
      kind: "tuple",
      present: emit(b, where, condition, x.present ?? always, y.present ?? always),
      items: x.items.map((item, i) => choose(b, condition, item, y.items[i] ?? missing)),
    };
  if (x.kind === "list" && y.kind === "list" && x.axis === y.axis)
    return { ...x, item: choose(b, condition, x.item, y.item) };
  const scalars = [x, y].every(({ kind }) => kind === "number" || kind === "missing");
  if (!scalars)
    throw fail("E_TYPE", {
      what: `the two outcomes of a condition differ in kind: ${describe(x)} and ${describe(y)}`,
      cure: "give both outcomes the same shape",
    });
  const [p, q] = [asScalar(x), asScalar(y)];
  const [r, s] = p.atom.dtype === q.atom.dtype ? [p, q] : [asNumber(b, p), asNumber(b, q)];
  const there =
    r.present === s.present || (isConstant(r.present, true) && isConstant(s.present, true))
      ? r.present
      : emit(b, or, emit(b, and, condition, r.present), emit(b, and, emit(b, not, condition), s.present));
  const [u, v] = [x.kind === "missing" ? s.atom : r.atom, y.kind === "missing" ? r.atom : s.atom];
  return numberOf(emit(b, where, condition, u, v), there);
};

/** `x ?? y`. */
export const coalesce = (b: Builder, x: Value, y: Value): Value => {
  if (x.kind === "missing") return y;
  if (x.kind === "record" || x.kind === "tuple") return x.present ? choose(b, x.present, x, y) : x;
  if (x.kind !== "number" || isConstant(x.present, true)) return x;
  const fallback = asScalar(y);
  const [p, q] = x.atom.dtype === fallback.atom.dtype ? [x, fallback] : [asNumber(b, x), asNumber(b, fallback)];
  return numberOf(emit(b, where, x.present, p.atom, q.atom), emit(b, or, x.present, q.present));
};
