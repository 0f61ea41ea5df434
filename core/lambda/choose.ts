import { fail } from "../errors.ts";
import { add, and, lt, not, or, position, sub, where } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, encloses, isConstant } from "../program/index.ts";
import { inside } from "./again.ts";
import { itemWhere } from "./item-at.ts";
import { kept } from "./kept.ts";
import { always, asNumber, asScalar, emit, isNumberThere, numberOf } from "./meaning.ts";
import { procedureOf } from "./procedure.ts";
import { describe, type ListValue, missing, type Value } from "./value.ts";
import { areWords, ofEither } from "./words.ts";

const isNothing = (value: Value): boolean =>
  value.kind === "missing" || (value.kind === "tuple" && value.items.length === 0);

/** All items of a list where a condition holds, and none elsewhere. */
const keptIf = (b: Builder, list: ListValue, condition: Atom): ListValue => {
  const place = axisOf(condition);
  return kept(b, place === null || encloses(place, list.owner) ? list : inside(b, list, place), condition);
};

/** `x` where the condition holds, `y` elsewhere, field by field. */
export const choose = (b: Builder, condition: Atom, x: Value, y: Value): Value => {
  if (isConstant(condition, true)) return x;
  if (isConstant(condition, false)) return y;
  if (x.kind === "array" || y.kind === "array") {
    const either = procedureOf(b)?.branch(
      condition,
      () => x,
      () => y,
    );
    if (either) return either;
  }
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
  if (x.kind === "list" && y.kind === "list")
    return joined(b, keptIf(b, x, condition), keptIf(b, y, emit(b, not, condition)));
  if (x.kind === "list" && isNothing(y)) return keptIf(b, x, condition);
  if (y.kind === "list" && isNothing(x)) return keptIf(b, y, emit(b, not, condition));
  if (areWords(b, x, y)) return { kind: "either", condition, present: always, yes: x, no: y };
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

const isThere = (b: Builder, word: Value): Atom =>
  word.kind === "either"
    ? ofEither(b, word, (each) => isThere(b, each))
    : word.kind === "number"
      ? word.present
      : constant(word.kind === "text");

/** `x ?? y`. */
export const coalesce = (b: Builder, x: Value, y: Value): Value => {
  if (x.kind === "missing") return y;
  if (x.kind === "record" || x.kind === "tuple") return x.present ? choose(b, x.present, x, y) : x;
  if (x.kind === "either")
    return choose(
      b,
      ofEither(b, x, (each) => isThere(b, each)),
      x,
      y,
    );
  if (x.kind !== "number") return x;
  const there = isNumberThere(b, x);
  if (isConstant(there, true)) return x;
  if (areWords(b, x, y)) return choose(b, there, x, y);
  const fallback = asScalar(y);
  const [p, q] = x.atom.dtype === fallback.atom.dtype ? [x, fallback] : [asNumber(b, x), asNumber(b, fallback)];
  return numberOf(emit(b, where, there, p.atom, q.atom), emit(b, or, there, q.present));
};

/**
 * The items of one list and then those of another, which have the same shape: item `k` is that of the first list as long
 * as it has one, and item `k - n` of the second from there on.
 */
export const joined = (b: Builder, x: ListValue, y: ListValue): ListValue => {
  const { owner } = x;
  if (owner === null || y.owner !== owner)
    throw fail("E_SHAPE", { what: "lists of different items are not joined", cure: "take both lists from one item" });
  const n = x.length();
  const last = emit(b, add, n, y.length());
  const axis = b.axis(
    `${x.axis.name} and ${y.axis.name}`,
    { kind: "range", first: constant(0, "i32"), last },
    { parent: owner },
  );
  const k = b.emit(position, [], { axis, owner });
  const isFirst = emit(b, lt, k, n);
  return {
    kind: "list",
    axis,
    owner,
    get item() {
      return choose(b, isFirst, itemWhere(b, x, k, always), itemWhere(b, y, emit(b, sub, k, n), always));
    },
    length: () => last,
  };
};
