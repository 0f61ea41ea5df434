import {
  isLiteral,
  type Kind,
  type Literal,
  type Local,
  literal,
  type Operand,
  type Step,
  type WholeName,
} from "./low.ts";

/** A list of steps under construction. */
export interface Frame {
  readonly kind: "root" | "loop" | "while" | "branch";
  readonly steps: Step[];
  /** What follows the loop. */
  readonly after: Step[];
  readonly known: Map<string, Operand>;
}

/** The least and the largest value. */
type Range = readonly [number, number];

/** Emits steps where their inputs are known: what does not change in a loop stands before it, and nothing stands twice. */
export interface Frames {
  /** How many numbers of an address an element takes. */
  readonly unit: number;
  readonly top: () => number;
  readonly frame: (depth: number) => Frame;
  readonly local: (kind: Kind, depth?: number, range?: Range) => Local;
  readonly push: (step: Step, depth?: number) => void;
  readonly depthOf: (operand: Operand) => number;
  readonly rangeOf: (operand: Operand) => Range;
  readonly whole: (name: WholeName, ...inputs: readonly Operand[]) => Operand;
  /** A whole number that is `base` and a constant more, where the base is never negative. */
  readonly shifted: (operand: Operand) => { readonly base: Operand; readonly by: number };
  /** What is made once for each key, in a frame. */
  readonly once: (key: string, depth: number, make: () => Operand) => Operand;
  readonly open: <T>(kind: Frame["kind"], work: (frame: Frame) => T) => T;
  readonly count: () => number;
}

const widest: Range = [-(2 ** 31), 2 ** 31 - 1];

const clip = ([a, b]: Range): Range => (a < widest[0] || b > widest[1] ? widest : [a, b]);

const keyOf = (operand: Operand): string => (isLiteral(operand) ? `=${operand.literal}` : `${operand.id}`);

const ofLiterals: Readonly<Partial<Record<WholeName, (x: number, y: number) => number>>> = {
  add: (x, y) => (x + y) | 0,
  sub: (x, y) => (x - y) | 0,
  mul: Math.imul,
  mod: (x, y) => (y > 0 ? x % y : 0),
  clamp: (x) => Math.max(0, x),
  truncate: (x) => Math.trunc(x) | 0,
};

const bounds: Readonly<Partial<Record<WholeName, (x: Range, y: Range) => Range>>> = {
  add: ([a, b], [c, d]) => [a + c, b + d],
  sub: ([a, b], [c, d]) => [a - d, b - c],
  mul: ([a, b], [c, d]) => {
    const ends = [a * c, a * d, b * c, b * d];
    return [Math.min(...ends), Math.max(...ends)];
  },
  mod: ([, b], [, d]) => [0, Math.max(0, Math.min(b, d - 1))],
  clamp: ([a, b]) => [Math.max(0, a), Math.max(0, b)],
};

/** The range of a sum, difference or product before it is taken modulo 2^32. */
export const rangeOfResult = (name: "add" | "sub" | "mul", x: Range, y: Range): Range => bounds[name]?.(x, y) ?? widest;

const kindOf = (name: WholeName): Kind => (name.startsWith("is") || name === "and" ? "bool" : "i32");

type RangeOf = (operand: Operand) => Range;

const is = (operand: Operand | undefined, value: number): boolean =>
  operand !== undefined && isLiteral(operand) && operand.literal === value;

type Simpler = (x: Operand, y: Operand, z: Operand | undefined, range: RangeOf) => Operand | undefined;

/** Cheaper operands with the same value. */
const simplers: Readonly<Partial<Record<WholeName, Simpler>>> = {
  add: (x, y) => (is(x, 0) ? y : is(y, 0) ? x : undefined),
  sub: (x, y) => (is(y, 0) ? x : undefined),
  mul: (x, y) => (is(x, 1) ? y : is(y, 1) ? x : is(x, 0) || is(y, 0) ? literal(0) : undefined),
  clamp: (x, _y, _z, range) => (range(x)[0] >= 0 ? x : undefined),
  isWithin: (x, y, _z, range) => {
    const [least, most] = range(x);
    if (least >= 0 && most < range(y)[0]) return literal(1, "bool");
    return most < 0 ? literal(0, "bool") : undefined;
  },
  choose: (x, y, z) => (is(x, 1) ? y : is(x, 0) ? z : undefined),
  and: (x, y) => (is(x, 1) ? y : is(y, 1) || keyOf(x) === keyOf(y) ? x : undefined),
};

const commutes: ReadonlySet<WholeName> = new Set(["add", "mul"]);

const numberIn = (operand: Operand | undefined): number | undefined =>
  operand && isLiteral(operand) ? operand.literal : undefined;

export const frames = (unit: number): Frames => {
  const list: Frame[] = [];
  const depths = new Map<number, number>();
  const ranges = new Map<number, Range>();
  const shifts = new Map<number, { readonly base: Operand; readonly by: number }>();
  let ids = 0;
  const made = (kind: Frame["kind"]): Frame => ({ kind, steps: [], after: [], known: new Map() });
  list.push(made("root"));

  const top = (): number => list.length - 1;
  const frame = (depth: number): Frame => list[depth] as Frame;
  const depthOf = (operand: Operand): number => (isLiteral(operand) ? 0 : (depths.get(operand.id) ?? 0));
  const rangeOf: RangeOf = (operand) =>
    isLiteral(operand) ? [operand.literal, operand.literal] : (ranges.get(operand.id) ?? widest);
  const noteShift = (out: Local, base: Operand, by: Operand, sign: 1 | -1): void => {
    if (isLiteral(by) && rangeOf(base)[0] >= 0) shifts.set(out.id, { base, by: sign * by.literal });
  };
  const self: Frames = {
    unit,
    top,
    frame,
    depthOf,
    rangeOf,
    local: (kind, depth = top(), range) => {
      const id = ids++;
      depths.set(id, depth);
      if (range) ranges.set(id, range);
      return { kind, id };
    },
    push: (step, depth = top()) => {
      frame(depth).steps.push(step);
    },
    once: (key, depth, make) => {
      for (let d = depth; d >= 0; d--) {
        const found = frame(d).known.get(key);
        if (found) return found;
      }
      const operand = make();
      frame(depth).known.set(key, operand);
      return operand;
    },
    whole: (name, ...inputs) => {
      const [first, second = first, third] = inputs;
      if (!first || !second) return literal(0);
      const known = simplers[name]?.(first, second, third, rangeOf);
      if (known) return known;
      const [x, y] = [numberIn(first), numberIn(inputs[1])];
      const fold = ofLiterals[name];
      if (fold && x !== undefined && (inputs.length === 1 || y !== undefined)) return literal(fold(x, y ?? 0));
      const isTurned = commutes.has(name) && !(keyOf(first) < keyOf(second));
      const ordered = isTurned ? [second, first] : inputs;
      let [depth, key] = [0, `${name}`];
      ordered.forEach((input) => {
        depth = Math.max(depth, depthOf(input));
        key += ` ${keyOf(input)}`;
      });
      return self.once(key, depth, () => {
        const range = bounds[name]?.(rangeOf(first), rangeOf(second));
        const out = self.local(kindOf(name), depth, range && clip(range));
        const [left = first, right = second] = ordered;
        if (name === "add") {
          noteShift(out, left, right, 1);
          noteShift(out, right, left, 1);
        }
        if (name === "sub") noteShift(out, left, right, -1);
        self.push({ do: "whole", name, inputs: ordered, out }, depth);
        return out;
      });
    },
    shifted: (operand) =>
      isLiteral(operand)
        ? { base: literal(0), by: operand.literal }
        : (shifts.get(operand.id) ?? { base: operand, by: 0 }),
    open: (kind, work) => {
      const inner = made(kind);
      list.push(inner);
      try {
        return work(inner);
      } finally {
        list.pop();
      }
    },
    count: () => ids,
  };
  return self;
};

/** Whether a whole number lies in a range that is known when the procedure is made. */
export const fits = ([a, b]: Range): boolean => a >= widest[0] && b <= widest[1];

export type { Literal, Range };
