import { type Axis, type Builder, encloses, type Loops, nested, type Rewriter } from "../program/index.ts";
import { numberOf } from "./meaning.ts";
import type { ListValue, Value } from "./value.ts";

/** A value of an element, for the same element of a list that is gone through again. */
const moved = <V extends Value>(value: V, now: Rewriter): V => movedValue(value, now) as V;

const movedValue = (value: Value, { atom, axis }: Rewriter): Value => {
  const inner = (v: Value): Value => moved(v, { atom, axis });
  switch (value.kind) {
    case "number":
      return numberOf(atom(value.atom), atom(value.present));
    case "record":
      return {
        ...value,
        ...(value.present && { present: atom(value.present) }),
        get: (name) => {
          const field = value.get(name);
          return field && inner(field);
        },
      };
    case "tuple":
      return { ...value, ...(value.present && { present: atom(value.present) }), items: value.items.map(inner) };
    case "either": {
      const { condition, present, yes, no } = value;
      return { kind: "either", condition: atom(condition), present: atom(present), yes: inner(yes), no: inner(no) };
    }
    case "list":
      return {
        kind: "list",
        axis: axis(value.axis),
        owner: value.owner && axis(value.owner),
        get item() {
          return inner(value.item);
        },
        length: () => atom(value.length()),
      };
    default:
      return value;
  }
};

interface Moved {
  readonly axis: Axis;
  readonly value: <V extends Value>(value: V) => V;
}

/** The axis of a list, and what is said of its elements, for a loop of its own inside a loop in its owner. */
export const movedBy = (b: Builder, list: Loops, to: Axis): Moved => {
  const now = nested(b, list, to);
  return { axis: now.axis(list.axis), value: (value) => moved(value, now) };
};

/** The list as a loop of its own inside a loop in its owner. */
export const inside = (b: Builder, list: ListValue, to: Axis): ListValue => {
  const { axis, value } = movedBy(b, list, to);
  return {
    kind: "list",
    axis,
    owner: to,
    get item() {
      return value(list.item);
    },
    length: () => list.length(),
  };
};

/**
 * The list as a loop of its own inside the item that is at hand: a list of the event that is met for each item of
 * another list, or of itself, is gone through once for each.
 */
export const again = (b: Builder, list: ListValue): ListValue =>
  !b.open || encloses(b.open, list.owner) ? list : inside(b, list, b.open);
