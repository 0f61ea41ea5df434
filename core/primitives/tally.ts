import { fail } from "../errors.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Builder,
  constant,
  type Equation,
  nested,
  type Rewriter,
  type StructuralPrimitive,
} from "../program/index.ts";
import { add, mul, sub, weigh } from "./arithmetic.ts";
import { one } from "./items.ts";
import { eq, where } from "./logic.ts";
import { position, spreadTo, sumTo } from "./reductions.ts";

/** What an item of a kind adds to the code of a joint count. */
const stepOf = (kind: number, base: number): number => {
  let step = 0;
  for (let [bits, place] = [kind, 1]; bits > 0; bits >>= 1, place *= base) if (bits & 1) step += place;
  return step;
};

let states = new Float64Array(64);
const steps = new Float64Array(8);

/** The distribution of one count with one item more, up to a code. */
const oneMore = (fails: number, passes: number, code: number): void => {
  for (let at = code; at > 0; at--) states[at] = fails * (states[at] ?? 0) + passes * (states[at - 1] ?? 0);
  states[0] = fails * (states[0] ?? 0);
};

/**
 * The distribution of the joint count of independent items, up to a code. An item comes out in one of several kinds; the
 * bits of a kind say which counts it adds one to. The code of a joint count has the counts as digits, in a base of one
 * more than items.
 * @param left - an item that is left out
 */
const distribution = (chances: ArrayLike<number>, items: number, kinds: number, code: number, left = -1): void => {
  if (states.length <= code) states = new Float64Array(2 * code + 1);
  states.fill(0, 0, code + 1);
  states[0] = 1;
  for (let kind = 0; kind < kinds; kind++) steps[kind] = stepOf(kind, items + 1);
  const largest = steps[kinds - 1] ?? 0;
  for (let i = 0; i < items; i++) {
    if (i === left) continue;
    if (kinds === 2) {
      oneMore(chances[2 * i] ?? 0, chances[2 * i + 1] ?? 0, Math.min(code, i + 1));
      continue;
    }
    for (let at = Math.min(code, (i + 1) * largest); at >= 0; at--) {
      let chance = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const before = at - (steps[kind] ?? 0);
        if (before >= 0) chance += (chances[i * kinds + kind] ?? 0) * (states[before] ?? 0);
      }
      states[at] = chance;
    }
  }
};

/**
 * The probability of a joint count of independent items.
 * @param chances - of each item, the probability of each kind; more numbers may follow
 * @param kinds - how many kinds there are: 2, 4 or 8
 */
export const tallied = (chances: ArrayLike<number>, items: number, kinds: number, code: number): number => {
  if (!(code >= 0)) return 0;
  distribution(chances, items, kinds, code);
  return states[code] ?? 0;
};

/**
 * Fills a table: for each item and kind, the probability that the other items are counted to what is left if it is of
 * this kind.
 * @returns the number of entries
 */
export const talliedWithout = (
  into: number[],
  chances: ArrayLike<number>,
  items: number,
  kinds: number,
  code: number,
): number => {
  for (let i = 0; i < items; i++) {
    distribution(chances, items, kinds, Math.max(code, 0), i);
    for (let kind = 0; kind < kinds; kind++) {
      const rest = code - (steps[kind] ?? 0);
      into[i * kinds + kind] = rest >= 0 ? (states[rest] ?? 0) : 0;
    }
  }
  return items * kinds;
};

const fromOf = ({ settings }: Equation): Axis => {
  const from = axisSetting(settings, "from");
  if (from) return from;
  throw fail("E_SHAPE", { what: "items are counted on an axis" });
};

/** The same as `stepOf`, as an atom. */
const stepAtom = (b: Builder, kind: number, base: Atom): Atom => {
  let [step, place]: [Atom, Atom] = [constant(0, "i32"), constant(1, "i32")];
  for (let bits = kind; bits > 0; bits >>= 1) {
    if (bits & 1) step = b.emit(add.primitive, [step, place]);
    if (bits > 1) place = b.emit(mul.primitive, [place, base]);
  }
  return step;
};

/** The items of a tally once more inside each of them, which is left out there. */
interface Others {
  readonly from: Axis;
  readonly again: Rewriter;
  readonly isSelf: Atom;
  readonly chances: readonly Atom[];
  readonly base: Atom;
}

const othersOf = (b: Builder, equation: Equation, chances: readonly Atom[]): Others => {
  const [from, to] = [fromOf(equation), axisSetting(equation.settings, "to")];
  const here = b.emit(position, [], { axis: from, owner: to });
  const again = nested(b, { axis: from, owner: to }, from);
  const isSelf = b.emit(eq.primitive, [again.atom(here), here]);
  const items = chances.length > 2 ? sumTo(b, b.emit(one, [], { axis: from }), from, to) : constant(0, "i32");
  return {
    from,
    again,
    isSelf,
    chances: chances.map((p, kind) =>
      b.emit(where.primitive, [isSelf, constant(kind === 0 ? 1 : 0), again.atom(spreadTo(b, p, from))]),
    ),
    base: b.emit(add.primitive, [items, constant(1, "i32")]),
  };
};

const sumOf = (b: Builder, terms: readonly Atom[]): Atom | undefined => {
  const [first, ...more] = terms;
  return first && more.reduce((sum, term) => b.emit(add.primitive, [sum, term]), first);
};

/** For an item and a kind, the derivative of a tally by its probability. */
const slopeOf = (b: Builder, equation: Equation, kind: number): Atom => {
  const { inputs, settings } = equation;
  const [code = constant(0), ...chances] = inputs;
  const number = b.emit(position, [], { axis: fromOf(equation), owner: axisSetting(settings, "to") });
  return b.emit(tallyWithout, [code, number, ...chances], { ...settings, kind });
};

const partials = Array<"partial">(8).fill("partial");

/**
 * The probability that the items of `from` under one element of `to` are counted to a code: the inputs are the code, on
 * `to`, and on `from` the probability of each kind; 2, 4 or 8 of them.
 */
export const tally: StructuralPrimitive = {
  kind: "structural",
  name: "tally",
  modes: ["flat", ...partials],
  dtype: () => "f64",
  axis: (_inputs, settings) => axisSetting(settings, "to"),
  jvp: (b, equation, [, ...tangents]) => {
    const total = sumOf(
      b,
      tangents.flatMap((tangent, kind) =>
        tangent ? [b.emit(weigh.primitive, [slopeOf(b, equation, kind), tangent])] : [],
      ),
    );
    return total && sumTo(b, total, fromOf(equation), axisSetting(equation.settings, "to"));
  },
  vjp: (b, equation, cotangent) => [
    undefined,
    ...equation.inputs.slice(1).map((_p, kind) => b.emit(weigh.primitive, [slopeOf(b, equation, kind), cotangent])),
  ],
};

/**
 * For each item of a tally, that of the other items, counted to what is left if it is of the kind of the settings; the
 * inputs are those of the tally, with the number of the item after the code.
 */
export const tallyWithout: StructuralPrimitive = {
  kind: "structural",
  name: "tallyWithout",
  modes: ["flat", "flat", ...partials],
  dtype: () => "f64",
  axis: (_inputs, settings) => axisSetting(settings, "from"),
  jvp: (b, equation, [, , ...tangents]) => {
    const { from, again, isSelf, slope } = secondOf(b, equation);
    const total = sumOf(
      b,
      tangents.flatMap((tangent, kind) => {
        const moved = tangent && b.emit(where.primitive, [isSelf, constant(0), again.atom(spreadTo(b, tangent, from))]);
        return moved ? [b.emit(weigh.primitive, [slope(kind), moved])] : [];
      }),
    );
    return total && sumTo(b, total, again.axis(from), from);
  },
  vjp: (b, equation, cotangent) => {
    const { from, again, isSelf, slope } = secondOf(b, equation);
    const moved = b.emit(where.primitive, [isSelf, constant(0), again.atom(spreadTo(b, cotangent, from))]);
    return [
      undefined,
      undefined,
      ...equation.inputs.slice(2).map((_p, kind) => b.emit(weigh.primitive, [slope(kind), moved])),
    ];
  },
};

/** The derivative of `tallyWithout` by the probability of another item, which is symmetric in the two. */
const secondOf = (b: Builder, equation: Equation): Others & { readonly slope: (kind: number) => Atom } => {
  const [code = constant(0), , ...chances] = equation.inputs;
  const others = othersOf(b, equation, chances);
  const { from, again, base } = others;
  const number = b.emit(position, [], { axis: again.axis(from), owner: from });
  const rest = b.emit(sub.primitive, [code, stepAtom(b, Number(equation.settings.kind), base)]);
  const settings = { from: again.axis(from), to: from };
  return {
    ...others,
    slope: (kind) => b.emit(tallyWithout, [spreadTo(b, rest, from), number, ...others.chances], { ...settings, kind }),
  };
};
