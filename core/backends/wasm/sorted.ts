import { forEach } from "./each.ts";
import type { Node } from "./graph.ts";
import { onLocals } from "./on-locals.ts";
import type { Writer } from "./writer.ts";

/** Where the elements of an order are noted: their keys as whole numbers, and eight times the number of each. */
export interface Order {
  readonly keys: number;
  readonly elements: number;
}

const largest = (1n << 63n) - 1n;

/**
 * Notes an element at a place: its key as a whole number in the same order, in which NaN is the last and the zeros are
 * equal. Of the bits of a negative number, all but the sign count downwards.
 * @param table - the keys of all elements
 */
export const noteElement = (
  w: Writer,
  { keys, elements }: Order,
  at: number,
  element: Node,
  table: number,
  descending: boolean,
): void => {
  const { op, push, get, bits, local, set, shifted } = onLocals(w);
  const [number, pattern] = [local("f64"), local("i64")];
  set(number, () => {
    push(element);
    op("f64.load", table);
    if (descending) op("f64.neg");
    push(w.body.constant("f64", 0));
    op("f64.add");
  });
  set(pattern, () => {
    get(number);
    op("i64.reinterpret_f64");
  });
  shifted(at, 3);
  get(pattern, pattern);
  bits(63n);
  op("i64.shr_s");
  bits(1n);
  op("i64.shr_u");
  op("i64.xor");
  bits(largest);
  get(number, number);
  op("f64.eq");
  op("select");
  op("i64.store", keys);
  shifted(at, 2);
  push(element);
  op("i32.store", elements);
};

/**
 * Sorts what is noted from one place to another; equal keys keep their order. Shell's sort, which is insertion at gaps
 * that shrink to 1: the quickest for a few items, and bearable for thousands.
 * @source Knuth, The Art of Computer Programming, volume 3, section 5.2.1: gaps 1, 4, 13, 40, ...
 */
export const sortBetween = (w: Writer, { keys, elements }: Order, from: number, to: number): void => {
  const { op, get, constant, local, set, both, shifted, repeat } = onLocals(w);
  const [gap, count, start, at, before] = [local("i32"), local("i32"), local("i32"), local("i32"), local("i32")];
  const [key, element] = [local("i64"), local("i32")];
  const [otherKey, other] = [local("i64"), local("i32")];
  const load = (i: number, intoKey: number, into: number): void => {
    shifted(i, 3);
    op("i64.load", keys);
    op("local.set", intoKey);
    shifted(i, 2);
    op("i32.load", elements);
    op("local.set", into);
  };
  const store = (i: number, ownKey: number, own: number): void => {
    shifted(i, 3);
    get(ownKey);
    op("i64.store", keys);
    shifted(i, 2);
    get(own);
    op("i32.store", elements);
  };
  const isNext = (): void => {
    both("i64.lt_s", key, otherKey);
    both("i64.eq", key, otherKey);
    both("i32.lt_u", element, other);
    op("i32.and");
    op("i32.or");
  };
  const insert = (i: number): void => {
    load(i, key, element);
    set(at, () => get(i));
    op("block");
    repeat(
      () => {
        set(before, () => both("i32.sub", at, gap));
        both("i32.ge_s", before, from);
      },
      () => {
        load(before, otherKey, other);
        isNext();
        op("i32.eqz");
        op("br_if", 2);
        store(at, otherKey, other);
        set(at, () => get(before));
      },
    );
    op("end");
    store(at, key, element);
  };
  const larger = (): void => {
    get(gap);
    constant(3);
    op("i32.mul");
    constant(1);
    op("i32.add");
  };
  set(count, () => both("i32.sub", to, from));
  set(gap, () => constant(1));
  repeat(
    () => {
      larger();
      get(count);
      op("i32.lt_s");
    },
    () => set(gap, larger),
  );
  repeat(
    () => get(gap),
    () => {
      set(start, () => both("i32.add", from, gap));
      forEach(w, start, to, insert);
      set(gap, () => {
        get(gap);
        constant(3);
        op("i32.div_u");
      });
    },
  );
};
