import { one, size, sumTo } from "../primitives/index.ts";
import { type Atom, type Builder, isConstant } from "../program/index.ts";
import type { ListValue } from "./value.ts";

const lengthOf = (b: Builder, axis: ListValue["axis"], owner: ListValue["owner"]): Atom =>
  axis.extent.kind === "where" ? sumTo(b, b.emit(one, [], { axis }), axis, owner) : b.emit(size, [], { axis });

/** The list of the elements for which a condition, a truth value on the list's axis, holds. */
export const kept = (b: Builder, list: ListValue, condition: Atom): ListValue => {
  if (isConstant(condition, true)) return list;
  const axis = b.axis(`${list.axis.name}|where`, { kind: "where", mask: condition }, { parent: list.axis });
  return { kind: "list", axis, owner: list.owner, item: list.item, length: () => lengthOf(b, axis, list.owner) };
};
