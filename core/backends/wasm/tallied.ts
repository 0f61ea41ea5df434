import { fail } from "../../errors.ts";
import { tally, tallyWithout } from "../../primitives/index.ts";
import { type Axis, axisSetting, type Equation, keyOfAtom } from "../../program/index.ts";
import { forEach, held, load, store, underEach } from "./each.ts";
import { keptTable, localNode, times8 } from "./elements.ts";
import { answers } from "./instance.ts";
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
  when(() => w.body.write.raw(w.giveUp(answers.full)));
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
    set(top, () => both("i32.add", top, largest));
    set(top, () => {
      get(top, code);
      both("i32.lt_s", top, code);
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

/** Reads off the probability of a code if it is one. */
const readOff = (w: Writer, { states }: Items, code: number, result: number): void => {
  const { op, get, set, constant, shifted, when } = onLocals(w);
  get(code);
  constant(0);
  op("i32.ge_s");
  when(() =>
    set(result, () => {
      shifted(code, 3);
      op("f64.load", states);
    }),
  );
};

const zero = (w: Writer, result: number): void => {
  w.body.write.push(w.body.constant("f64", 0));
  w.body.write.op("local.set", result);
};

/** Tallies of the same items and code: one, or for each item those without it, kind by kind. */
const writeGroup = (w: Writer, equations: readonly Equation[], from: Axis, to: Axis): void => {
  const { local, both, set, constant, op, get, when } = onLocals(w);
  const [first] = equations;
  const [code, ...inputs] = first?.inputs ?? [];
  const isWithout = first?.primitive === tallyWithout;
  const chances = isWithout ? inputs.slice(1) : inputs;
  if (!code) throw fail("E_SHAPE", { what: "a tally is of a joint count" });
  const most = Math.max(fewestCodes, w.layout.capacity(from));
  const states = w.layout.place("states", 8 * (most + 1));
  const tables = chances.map((p) => keptTable(w, w.schedule.origin(p), from));
  underEach(w, from, to, (owner, [start, end]) => {
    const own = checkedCode(w, keptTable(w, w.schedule.origin(code), to), owner, most);
    const steps = stepsOf(w, chances.length, start, end);
    const items: Items = { start, end, code: own, tables, steps, states };
    const result = local("f64");
    const ifCode = (work: () => void): void => {
      get(own);
      constant(0);
      op("i32.ge_s");
      when(work);
    };
    if (!isWithout) {
      zero(w, result);
      ifCode(() => distribution(w, items, undefined));
      readOff(w, items, own, result);
      for (const { output } of equations) store(w, keptTable(w, output, to), owner, localNode(w, result, "f64"), false);
      return;
    }
    forEach(w, start, end, (i) => {
      ifCode(() => distribution(w, items, i));
      for (const { output, settings } of equations) {
        const rest = local("i32");
        const found = local("f64");
        set(rest, () => both("i32.sub", own, steps[Number(settings.kind)] ?? own));
        zero(w, found);
        readOff(w, items, rest, found);
        store(w, keptTable(w, output, from), times8(w, localNode(w, i)), localNode(w, found, "f64"), false);
      }
    });
  });
};

/** Writes the tallies among some equations. */
export const writeTallies = (w: Writer, equations: readonly Equation[]): void => {
  const groups = Map.groupBy(
    equations.filter(({ primitive }) => primitive === tally || primitive === tallyWithout),
    ({ primitive, settings, inputs: [code, ...chances] }) => {
      const axes = ["from", "to"].map((name) => axisSetting(settings, name)?.id);
      return [primitive.name, ...axes, ...[code, ...chances].map((atom) => atom && keyOfAtom(atom))].join(" ");
    },
  );
  for (const group of groups.values()) {
    const [settings] = group.map((equation) => equation.settings);
    const [from, to] = [settings && axisSetting(settings, "from"), settings && axisSetting(settings, "to")];
    if (from && to) writeGroup(w, group, from, to);
  }
};
