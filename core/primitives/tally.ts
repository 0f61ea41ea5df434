import { fail } from "../errors.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Builder,
  constant,
  type Equation,
  nested,
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

/**
 * The probability of a joint count of independent items. An item comes out in one of several kinds; the bits of a kind
 * say which counts it adds one to. The code of a joint count has the counts as digits, in a base of one more than items.
 * @param chances - of each item, the probability of each kind; more numbers may follow
 * @param kinds - how many kinds there are: a power of two
 */
export const tallied = (chances: ArrayLike<number>, items: number, kinds: number, code: number): number => {
  if (!(code >= 0)) return 0;
  if (states.length <= code) states = new Float64Array(2 * code + 1);
  states.fill(0, 0, code + 1);
  states[0] = 1;
  const steps = Array.from({ length: kinds }, (_, kind) => stepOf(kind, items + 1));
  const largest = steps.at(-1) ?? 0;
  for (let i = 0; i < items; i++)
    for (let at = Math.min(code, (i + 1) * largest); at >= 0; at--) {
      let chance = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const before = at - (steps[kind] ?? 0);
        if (before >= 0) chance += (chances[i * kinds + kind] ?? 0) * (states[before] ?? 0);
      }
      states[at] = chance;
    }
  return states[code] ?? 0;
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

/** For each item and kind, the derivative by its probability: that of the count which the other items then have to reach. */
const slopesOf = (b: Builder, equation: Equation): ((kind: number) => Atom) => {
  const { inputs, settings } = equation;
  const [code = constant(0), ...chances] = inputs;
  const [from, to] = [fromOf(equation), axisSetting(settings, "to")];
  const here = b.emit(position, [], { axis: from, owner: to });
  const again = nested(b, { axis: from, owner: to }, from);
  const isSelf = b.emit(eq.primitive, [again.atom(here), here]);
  const others = chances.map((p, kind) =>
    b.emit(where.primitive, [isSelf, constant(kind === 0 ? 1 : 0), again.atom(spreadTo(b, p, from))]),
  );
  const items = chances.length > 2 ? sumTo(b, b.emit(one, [], { axis: from }), from, to) : constant(0, "i32");
  const base = b.emit(add.primitive, [items, constant(1, "i32")]);
  return (kind) => {
    const rest = b.emit(sub.primitive, [code, stepAtom(b, kind, base)]);
    return b.emit(tally, [rest, ...others], { from: again.axis(from), to: from });
  };
};

/**
 * The probability that the items of `from` under one element of `to` are counted to a code: the inputs are the code, on
 * `to`, and on `from` the probability of each kind, at most 8.
 */
export const tally: StructuralPrimitive = {
  kind: "structural",
  name: "tally",
  modes: ["flat", ...Array<"partial">(8).fill("partial")],
  dtype: () => "f64",
  axis: (_inputs, settings) => axisSetting(settings, "to"),
  jvp: (b, equation, [, ...tangents]) => {
    const slope = slopesOf(b, equation);
    const terms = tangents.flatMap((tangent, kind) =>
      tangent ? [b.emit(weigh.primitive, [slope(kind), tangent])] : [],
    );
    const [first, ...more] = terms;
    const total = first && more.reduce((sum, term) => b.emit(add.primitive, [sum, term]), first);
    return total && sumTo(b, total, fromOf(equation), axisSetting(equation.settings, "to"));
  },
  vjp: (b, equation, cotangent) => {
    const slope = slopesOf(b, equation);
    return [
      undefined,
      ...equation.inputs.slice(1).map((_p, kind) => b.emit(weigh.primitive, [slope(kind), cotangent])),
    ];
  },
};
