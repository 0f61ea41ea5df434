import { instruction, type Node } from "../../backends/index.ts";
import type { Lanes } from "../../numerics/index.ts";
import { type Address, isLiteral, type Kind, type Operand, type Step } from "./low.ts";
import { once } from "./once.ts";
import { as, kindIn, simple, type Writer, wholeOfNodes } from "./wasm-writer.ts";

/** A value in two turns at once: numbers and truth values as a vector, or one by one. */
export interface Pair {
  readonly kind: Kind;
  /** Made when it is asked for. */
  readonly both: () => Node;
  readonly each: () => readonly [Node, Node];
  /** How much larger the second one always is, if that is known: of whole numbers, and 0 for what does not change. */
  readonly step: number | undefined;
  /** A whole number that the first one is a constant number larger than. */
  readonly anchor?: { readonly at: Node; readonly by: number };
}

/** Two turns of a loop under construction. */
export interface Turns {
  readonly w: Writer;
  readonly lanes: Lanes<Node>;
  /** Elementary functions are written where they are used, instead of being called. */
  readonly isInPlace: boolean;
  readonly pairs: Map<number, Pair>;
  /** What does not change, computed before the loop. */
  readonly outside: Map<number, Pair>;
  /** The two turns before which these come some turns later, and how many. */
  readonly ahead: { readonly of: Turns; readonly by: number } | undefined;
  /** Computes something before the loop. */
  readonly before: (make: () => Node) => Node;
  /** The branches around, the outermost first: what is computed in one of them is not there after it. */
  readonly branches: object[];
}

const laneOf = ({ w }: Turns, x: Node, lane: number): Node =>
  w.body.node("f64", `lane ${lane}`, [x], instruction("f64x2.extract_lane", lane));

/** A truth value of a vector. */
const bitOf = ({ w }: Turns, x: Node, lane: number): Node =>
  w.body.node(
    "i32",
    `bit ${lane}`,
    [x],
    [...instruction("i32x4.extract_lane", 2 * lane), ...instruction("i32.const", 1), ...instruction("i32.and")],
  );

export const vectorOf = ({ w, lanes }: Turns, kind: Kind, x: Node, y: Node): Node => {
  const [p, q] = kind === "f64" ? [x, y] : [x, y].map((each) => simple(w, "f64.convert_i32_s", "f64", each));
  const numbers =
    p === q && p
      ? simple(w, "f64x2.splat", "v128", p)
      : w.body.node("v128", "pair", [p ?? x, q ?? y], ({ push, op }) => {
          push(p ?? x);
          op("f64x2.splat");
          push(q ?? y);
          op("f64x2.replace_lane", 1);
        });
  return kind === "bool" ? lanes.ne(numbers, lanes.k(0)) : numbers;
};

/** A value as a vector: of numbers, also for whole numbers. */
export const ofVector = (t: Turns, kind: "f64" | "bool", both: Node): Pair => {
  t.w.body.write.settle(both);
  const part = kind === "f64" ? laneOf : bitOf;
  return { kind, both: () => both, each: () => [part(t, both, 0), part(t, both, 1)], step: undefined };
};

/** A value as two single ones. */
export const ofEach = (t: Turns, kind: Kind, first: Node, second: Node, step?: number): Pair => {
  t.w.body.write.settle(first);
  if (second !== first) t.w.body.write.settle(second);
  const both = once(t.branches, () => {
    const made = vectorOf(t, kind, first, second);
    t.w.body.write.settle(made);
    return made;
  });
  return { kind, both, each: () => [first, second], step };
};

/** Whole numbers of which the second one is a constant number larger. */
const ofSteps = (t: Turns, at: Node, by: number, step: number): Pair => {
  const { w } = t;
  const shifted = (more: number): Node =>
    more === 0 ? at : simple(w, "i32.add", "i32", at, w.body.constant("i32", more));
  const each = (): readonly [Node, Node] => [shifted(by), shifted(by + step)];
  const both = once(t.branches, () => {
    const made = vectorOf(t, "i32", ...each());
    w.body.write.settle(made);
    return made;
  });
  return { kind: "i32", both, each, step, anchor: { at, by } };
};

/** The numbers of two turns. */
export const turnsFrom = (t: Turns, first: Node, by: number): Pair => ofSteps(t, first, by, 1);

/** What stands for an operand in both turns. */
export const pairOf = (t: Turns, operand: Operand): Pair => {
  const { w, pairs, outside, before } = t;
  const { kind } = operand;
  if (isLiteral(operand)) {
    const node = as(w, operand, kind);
    const both = (): Node =>
      kind === "bool" ? t.lanes.truth(operand.literal !== 0) : w.body.constant("v128", operand.literal);
    return { kind, both, each: () => [node, node], step: 0 };
  }
  const known = pairs.get(operand.id) ?? outside.get(operand.id);
  if (known) return known;
  const single = before(() => as(w, operand, kind));
  const both = once([], () => before(() => vectorOf(t, kind, single, single)));
  const made: Pair = { kind, both, each: () => [single, single], step: 0 };
  outside.set(operand.id, made);
  return made;
};

const numbersIn = ({ lanes }: Turns, { kind, both }: Pair): Node =>
  kind === "bool" ? lanes.select(both(), lanes.k(1), lanes.k(0)) : both();

export const numbersOf = (t: Turns, operand: Operand): Node => numbersIn(t, pairOf(t, operand));

export const truthsOf = (t: Turns, operand: Operand): Node => {
  const pair = pairOf(t, operand);
  return pair.kind === "bool" ? pair.both() : t.lanes.ne(pair.both(), t.lanes.k(0));
};

/** What stands for a variable after one of two values was chosen in each turn. */
export const chosenPair = (t: Turns, test: Node, yes: Pair, no: Pair): Pair => {
  const { lanes } = t;
  if (yes.kind === "bool" && no.kind === "bool") return ofVector(t, "bool", lanes.select(test, yes.both(), no.both()));
  return ofVector(t, "f64", lanes.select(test, numbersIn(t, yes), numbersIn(t, no)));
};

/** What stands for an operand where a variable of some kind is meant. */
export const pairAs = (t: Turns, operand: Operand, kind: Kind): Pair => {
  const pair = pairOf(t, operand);
  if (pair.kind === kind || kind === "i32") return pair;
  return ofVector(t, kind, kind === "bool" ? truthsOf(t, operand) : numbersOf(t, operand));
};

/** A number of each turn. */
export const eachOf = (t: Turns, operand: Operand, kind: Kind): readonly [Node, Node] => {
  const pair = pairOf(t, operand);
  const [x, y] = pair.each();
  if (pair.kind === kind || (kind === "i32" && pair.kind === "bool")) return [x, y];
  if (kind === "f64") return [simple(t.w, "f64.convert_i32_s", "f64", x), simple(t.w, "f64.convert_i32_s", "f64", y)];
  return [simple(t.w, "i32.trunc_sat_f64_s", "i32", x), simple(t.w, "i32.trunc_sat_f64_s", "i32", y)];
};

/** How much larger the result is in the second turn. */
const stepOf = (t: Turns, { name, inputs }: Extract<Step, { do: "whole" }>): number | undefined => {
  const [x, y] = inputs.map((input) => pairOf(t, input).step);
  if (x === undefined || (y === undefined && inputs.length > 1)) return undefined;
  if (x === 0 && (y ?? 0) === 0 && inputs.length < 3) return 0;
  if (name === "add") return x + (y ?? 0);
  if (name === "sub") return x - (y ?? 0);
  const by = inputs.find(isLiteral);
  return name === "mul" && by ? (x + (y ?? 0)) * by.literal : undefined;
};

export const wholePair = (t: Turns, step: Extract<Step, { do: "whole" }>): Pair => {
  const { w, ahead } = t;
  const by = step.out.kind === "i32" ? stepOf(t, step) : undefined;
  const before = ahead?.of.pairs.get(step.out.id)?.anchor;
  if (ahead && before && by !== undefined) return ofSteps(t, before.at, before.by + ahead.by * by, by);
  const given = step.inputs.map((input, k) => eachOf(t, input, kindIn(step.name, k, input)));
  const of = (lane: 0 | 1): Node =>
    wholeOfNodes(
      w,
      step.name,
      given.map((each) => each[lane]),
    );
  const first = of(0);
  if (by === undefined) return ofEach(t, step.out.kind, first, of(1));
  w.body.write.settle(first);
  return ofSteps(t, first, 0, by);
};

/** An address of two numbers: a whole number, and a constant one. */
export const addressOf = (
  t: Turns,
  { at, offset }: Address,
): { readonly at: Node; readonly offset: number; readonly next: Node; readonly step: number | undefined } => {
  const place = pairOf(t, at);
  const [x, y] = place.each();
  const { anchor } = place;
  if (place.step === 8 && anchor && offset + anchor.by >= 0)
    return { at: anchor.at, offset: offset + anchor.by, next: y, step: 8 };
  return { at: x, offset, next: y, step: place.step };
};

/** Numbers that lie side by side, or are one, or lie anywhere. */
const read = ({ w }: Turns, x: Node, y: Node, offset: number, step: number | undefined): Node => {
  const key = `vector ${w.unique()}`;
  if (step === 8) return w.body.node("v128", key, [x], instruction("v128.load", offset));
  if (step === 0) return w.body.node("v128", key, [x], instruction("v128.load64_splat", offset));
  return w.body.node("v128", key, [x, y], ({ push, op }) => {
    push(y);
    push(x);
    op("v128.load64_zero", offset);
    op("v128.load64_lane", offset, 1);
  });
};

export const loadPair = (t: Turns, from: Address, kind: Kind): Pair => {
  const { lanes } = t;
  const { at, offset, next, step } = addressOf(t, from);
  const numbers = read(t, at, next, offset, step);
  if (kind === "i32") {
    t.w.body.write.settle(numbers);
    const [x, y] = [0, 1].map((lane) => simple(t.w, "i32.trunc_sat_f64_s", "i32", laneOf(t, numbers, lane)));
    return ofEach(t, kind, x as Node, y as Node);
  }
  return kind === "bool" ? ofVector(t, "bool", lanes.eq(numbers, lanes.k(1))) : ofVector(t, "f64", numbers);
};
