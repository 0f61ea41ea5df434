import { fail } from "../errors.ts";
import { add, lt, position, sub } from "../primitives/index.ts";
import { type Builder, constant } from "../program/index.ts";
import { itemWhere } from "./item-at.ts";
import { always, choose, emit } from "./meaning.ts";
import type { ListValue } from "./value.ts";

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
