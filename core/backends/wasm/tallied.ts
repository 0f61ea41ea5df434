import { fail } from "../../errors.ts";
import { tally, tallyWithout } from "../../primitives/index.ts";
import { type Axis, axisSetting, type Equation, keyOfAtom } from "../../program/index.ts";
import { forEach, held, load, store, underEach } from "./each.ts";
import { localNode, times8 } from "./elements.ts";
import { keptTable } from "./loops.ts";
import { onLocals } from "./on-locals.ts";
import type { Writer } from "./writer.ts";

/** The joint counts that there is room for, at least. */
const fewestCodes = 65_536;

/** The items of one owner, and what they are counted to; all but `tables` and `states` are locals. */
interface Items {
  readonly start: number;
  readonly end: number;
  /** -1 for what is no code. */
  readonly code: number;
  /** Where the probabilities of each kind lie. */
  readonly tables: readonly number[];
  /** What an item of each kind adds to the code. */
  readonly steps: readonly number[];
  /** Where the probability of each code is worked out. */
  readonly states: number;
}

/** Locals with what an item of each kind adds to the code: its bits are digits, in a base of one more than items. */
const stepsOf = (w: Writer, kinds: number, start: number, end: number): readonly number[] => {
  const { op, local, get, set, constant, both } = onLocals(w);
  const base = local("i32");
  set(base, () => {
    both("i32.sub", end, start);
    constant(1);
    op("i32.add");
  });
  const digits = Array.from({ length: Math.log2(kinds) }, () => local("i32"));
  digits.forEach((digit, k) => {
    const before = digits[k - 1];
    set(digit, () => (before === undefined ? constant(1) : both("i32.mul", before, base)));
  });
  return Array.from({ length: kinds }, (_, kind) => {
    const step = local("i32");
    set(step, () => {
      constant(0);
      digits.forEach((digit, k) => {
        if (((kind >> k) & 1) === 0) return;
        get(digit);
        op("i32.add");
      });
    });
    return step;
  });
};

/** Leaves the kernel where a code is larger than all that there is room for. */
const checkedCode = (w: Writer, table: number, owner: ReturnType<typeof times8>, most: number): number => {
  const { op, push, local, get, set, constant, when } = onLocals(w);
  const code = local("i32");
  const number = held(w, load(w, table, owner, false));
  set(code, () => {
    get(number);
    op("i32.trunc_sat_f64_s");
    constant(-1);
    push(w.body.constant("f64", 0));
    get(number);
    op("f64.le");
    op("select");
  });
  get(code);
  constant(most);
  op("i32.gt_s");
  when(() => w.body.write.raw(w.giveUp()));
  return code;
};

/** Works out the probability of each code up to the one at hand, without the item `left` if there is one. */
const distribution = (w: Writer, items: Items, left: number | undefined): void => {
  const { code, tables, steps, states } = items;
  const { op, push, local, get, set, constant, both, shifted, repeat, when } = onLocals(w);
  const { constant: known } = w.body;
  const [top, at, before, total] = [local("i32"), local("i32"), local("i32"), local("f64")];
  const largest = steps.at(-1) ?? code;
  constant(states);
  constant(0);
  get(code);
  constant(1);
  op("i32.add");
  constant(3);
  op("i32.shl");
  op("memory.fill");
  constant(0);
  push(known("f64", 1));
  op("f64.store", states);
  set(top, () => constant(0));
  const count = (i: number): void => {
    const i8 = times8(w, localNode(w, i));
    const [none, ...others] = tables.map((table) => held(w, load(w, table, i8, false)));
    const highest = held(w, w.body.node("i32", `highest ${top}`, [], [...code4(top, largest)], false));
    set(top, () => {
      get(highest, code);
      both("i32.lt_s", highest, code);
      op("select");
    });
    set(at, () => get(top));
    repeat(
      () => {
        get(at);
        constant(0);
        op("i32.ge_s");
      },
      () => {
        set(total, () => {
          get(none ?? total);
          shifted(at, 3);
          op("f64.load", states);
          op("f64.mul");
        });
        others.forEach((chance, k) => {
          set(before, () => both("i32.sub", at, steps[k + 1] ?? largest));
          get(before);
          constant(0);
          op("i32.ge_s");
          when(() =>
            set(total, () => {
              get(total, chance);
              shifted(before, 3);
              op("f64.load", states);
              op("f64.mul");
              op("f64.add");
            }),
          );
        });
        shifted(at, 3);
        get(total);
        op("f64.store", states);
        set(at, () => {
          get(at);
          constant(1);
          op("i32.sub");
        });
      },
    );
  };
  forEach(w, items.start, items.end, (i) => {
    if (left === undefined) {
      count(i);
      return;
    }
    both("i32.ne", i, left);
    when(() => count(i));
  });
};
