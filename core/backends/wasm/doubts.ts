import { add, div, mul, neg, sub, weigh } from "../../primitives/index.ts";
import type { Atom, Axis, Equation, Primitive } from "../../program/index.ts";
import { localNode } from "./elements.ts";
import type { Node } from "./graph.ts";
import { answers } from "./instance.ts";
import type { Writer } from "./writer.ts";

/**
 * Products in which a zero wins over an infinity or NaN, computed as plain ones: they differ only where a plain one is
 * NaN. A kernel that meets such a NaN gives up before it has added anything, and another one does without plain products.
 */
export interface Doubts {
  /** Such products, and what is NaN where one of them is. */
  readonly doubtful: Set<Atom>;
  /** Those of them that are to be looked at, because they are read by what may hide a NaN. */
  readonly checked: Set<Atom>;
  /** Those that have been looked at. */
  readonly seen: Set<Atom>;
}

/** What is NaN wherever one of its inputs is. */
const passesOn: ReadonlySet<Primitive> = new Set([add, sub, mul, div, neg, weigh].map(({ primitive }) => primitive));

/** Up to so many products, looking for NaN costs no less than it saves. */
const tooFew = 1;

const isProduct = ({ primitive }: Equation): boolean => primitive === weigh.primitive;

/** How many such products a loop over an axis at a level computes. */
export const productsIn = ({ pass, schedule }: Pick<Writer, "pass" | "schedule">, axis: Axis, level: number): number =>
  pass.program.equations.filter(
    (equation) =>
      isProduct(equation) && schedule.home(equation.output) === axis && schedule.levelOf(equation.output) === level,
  ).length;

/** The doubts of a loop over an axis at a level; undefined where there is not enough to gain. */
export const doubtsIn = (w: Writer, axis: Axis, level: number): Doubts | undefined =>
  productsIn(w, axis, level) > tooFew ? { doubtful: new Set(), checked: new Set(), seen: new Set() } : undefined;

/** The product of two numbers, with 0 added so that one of zeros has a sign as if a zero had won. */
export const plainProduct = ({ lanes }: Writer, c: Node, d: Node): Node => lanes.madd(c, d, lanes.k(0));

/** Notes what becomes of doubtful values in an equation. */
export const noteDoubts = ({ doubtful, checked }: Doubts, equation: Equation, origin: (atom: Atom) => Atom): void => {
  const read = equation.inputs.map(origin).filter((atom) => doubtful.has(atom));
  if (isProduct(equation) || (read.length > 0 && passesOn.has(equation.primitive))) doubtful.add(equation.output);
  else for (const atom of read) checked.add(atom);
};

/** Notes that a sum is NaN wherever one of its terms is, among which there may be doubtful products. */
export const noteSum = ({ doubtful }: Doubts, output: Atom, hasProducts: boolean, terms: readonly Atom[]): void => {
  if (hasProducts || terms.some((atom) => doubtful.has(atom))) doubtful.add(output);
};

/** Watches a loop for NaN. */
export interface Watch {
  /** Looks at the values of one turn. */
  readonly turn: (values: readonly Node[]) => void;
  /** After the loop, gives up if there was a NaN; `limit4` is four times the number of elements. */
  readonly end: (limit4: number) => void;
}

/** Begins a watch in front of a loop. The last turn may hold one element only: what was seen before it is kept apart. */
export const watching = (w: Writer): Watch => {
  const { body, lanes, count } = w;
  const { op, push, raw, local } = body.write;
  const type = count === 2 ? "v128" : "i32";
  const [seen, before] = [local(type), local(type)];
  for (const each of [seen, before]) {
    push(lanes.truth(false));
    op("local.set", each);
  }
  return {
    turn: ([first, ...rest]) => {
      if (!first) return;
      const sum = rest.reduce(lanes.add, first);
      op("local.get", seen);
      op("local.set", before);
      push(lanes.or(localNode(w, seen, type), lanes.ne(sum, sum)));
      op("local.set", seen);
    },
    end: (limit4) => {
      op("local.get", seen);
      if (count === 2) {
        op("i64x2.bitmask");
        op("i32.const", 3);
        op("local.get", limit4);
        op("i32.const", 2);
        op("i32.shr_u");
        op("i32.const", 1);
        op("i32.and");
        op("i32.shr_u");
        op("i32.and");
        op("local.get", before);
        op("i64x2.bitmask");
        op("i32.or");
      }
      op("if");
      raw(w.giveUp(answers.doubtful));
      op("end");
    },
  };
};
