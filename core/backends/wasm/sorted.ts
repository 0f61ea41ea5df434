import { forEach, held } from "./gathered.ts";
import type { Node } from "./graph.ts";
import type { Opcode } from "./opcodes.ts";
import type { Writer } from "./writer.ts";

const last = 2n ** 63n - 1n;

/**
 * A key as a whole number in the same order: NaN is the last, the zeros are equal. Of the bits of a negative number all
 * but the sign count downwards.
 */
const wholeKey = (w: Writer, table: number, i8: Node, descending: boolean): number => {
  const { body } = w;
  const { push, op, local } = body.write;
  const [number, bits] = [local("f64"), local("i64")];
  push(i8);
  op("f64.load", table);
  if (descending) op("f64.neg");
  push(body.constant("f64", 0));
  op("f64.add");
  op("local.tee", number);
  op("i64.reinterpret_f64");
  op("local.tee", bits);
  op("local.get", bits);
  push(body.bits("i64", 63n));
  op("i64.shr_s");
  push(body.bits("i64", 1n));
  op("i64.shr_u");
  op("i64.xor");
  push(body.bits("i64", last));
  op("local.get", number);
  op("local.get", number);
  op("f64.eq");
  op("select");
  op("local.set", bits);
  return bits;
};

/** Elements in two tables: their keys, and their places in the list that is put in order. */
export interface Ordered {
  readonly keys: number;
  readonly places: number;
}

/** Notes an element at a place of the order: `at` counts those before. */
export const noteKey = (
  w: Writer,
  { keys, places }: Ordered,
  at: number,
  element: { readonly table: number; readonly i8: Node; readonly descending: boolean },
): void => {
  const { push, op } = w.body.write;
  const key = wholeKey(w, element.table, element.i8, element.descending);
  addressed(w, at, 3);
  op("local.get", key);
  op("i64.store", keys);
  addressed(w, at, 2);
  push(element.i8);
  op("i32.store", places);
};

const addressed = ({ body }: Writer, i: number, shift: number): void => {
  const { op } = body.write;
  op("local.get", i);
  op("i32.const", shift);
  op("i32.shl");
};

/** Writes a loop that goes on while a condition holds. */
const whileTrue = ({ body }: Writer, condition: () => void, work: () => void): void => {
  const { op } = body.write;
  op("block");
  op("loop");
  condition();
  op("i32.eqz");
  op("br_if", 1);
  work();
  op("br", 0);
  op("end");
  op("end");
};

/**
 * Sorts the elements noted between two places; equal keys keep their order. Shell's sort: insertion at gaps that shrink to
 * 1, quick for lists of a few items and bearable for long ones.
 * @source Knuth, The Art of Computer Programming, volume 3, section 5.2.1: gaps 1, 4, 13, 40, ...
 */
export const sortBetween = (w: Writer, { keys, places }: Ordered, from: number, to: number): void => {
  const { op, local } = w.body.write;
  const get = (...locals: readonly number[]): void => {
    for (const each of locals) op("local.get", each);
  };
  const set = (target: number, ...code: readonly (() => void)[]): void => {
    for (const part of code) part();
    op("local.set", target);
  };
  const binary = (name: Opcode, x: number, y: number) => (): void => {
    get(x, y);
    op(name);
  };
  const tripled = (): void => {
    get(gap);
    op("i32.const", 3);
    op("i32.mul");
    op("i32.const", 1);
    op("i32.add");
  };
  const load = (i: number): void => {
    addressed(w, i, 3);
    op("i64.load", keys);
    op("local.set", otherKey);
    addressed(w, i, 2);
    op("i32.load", places);
    op("local.set", other);
  };
  const store = (i: number, k: number, place: number): void => {
    addressed(w, i, 3);
    get(k);
    op("i64.store", keys);
    addressed(w, i, 2);
    get(place);
    op("i32.store", places);
  };
  const [gap, start, at, before, own, other] = [0, 0, 0, 0, 0, 0].map(() => local("i32")) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [key, otherKey] = [local("i64"), local("i64")];
  const insert = (i: number): void => {
    load(i);
    set(key, () => get(otherKey));
    set(own, () => get(other));
    set(at, () => get(i));
    op("block");
    op("loop");
    set(before, binary("i32.sub", at, gap));
    binary("i32.lt_s", before, from)();
    op("br_if", 1);
    load(before);
    binary("i64.lt_s", key, otherKey)();
    binary("i64.eq", key, otherKey)();
    binary("i32.lt_u", own, other)();
    op("i32.and");
    op("i32.or");
    op("i32.eqz");
    op("br_if", 1);
    store(at, otherKey, other);
    set(at, () => get(before));
    op("br", 0);
    op("end");
    op("end");
    store(at, key, own);
  };
  set(gap, () => op("i32.const", 1));
  const count = held(w, w.body.node("i32", "length", [], [], false));
  whileTrue(
    w,
    () => {
      tripled();
      get(count);
      op("i32.lt_s");
    },
    () => set(gap, tripled),
  );
  whileTrue(
    w,
    () => get(gap),
    () => {
      set(start, binary("i32.add", from, gap));
      forEach(w, start, to, insert);
      set(gap, () => {
        get(gap);
        op("i32.const", 3);
        op("i32.div_u");
      });
    },
  );
};
