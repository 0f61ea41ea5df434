import { type Axis, type Builder, encloses, pathBetween, type Rewriter, rewriter } from "../program/index.ts";
import { numberOf } from "./meaning.ts";
import type { ListValue, Value } from "./value.ts";

/** A value of an element, for the same element of a list that is gone through again. */
const moved = (value: Value, { atom, axis }: Rewriter): Value => {
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
      return { ...value, items: value.items.map(inner) };
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

/** The loops of a list, and of the lists that sorted ones among them enumerate. */
const loopsOf = (owner: Axis | null, axis: Axis): readonly Axis[] =>
  pathBetween(owner, axis).flatMap((a) => [a, ...(a.onto.of ? loopsOf(owner, a.onto.of) : [])]);

/**
 * The list as a loop of its own inside the item that is at hand: a list of the event that is met for each item of
 * another list, or of itself, is gone through once for each.
 */
export const again = (b: Builder, list: ListValue): ListValue => {
  const { open } = b;
  if (!open || encloses(open, list.owner)) return list;
  const axes = new Set(loopsOf(list.owner, list.axis));
  const rewritten = rewriter(b, new Map(), { axes, from: list.owner, to: open });
  const axis = rewritten.axis(list.axis);
  return {
    kind: "list",
    axis,
    owner: open,
    get item() {
      return moved(list.item, rewritten);
    },
    length: () => list.length(),
  };
};
