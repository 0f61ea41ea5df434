import { emit } from "../lambda/index.ts";
import {
  add,
  and,
  countIn,
  countsOf,
  ge,
  mul,
  not,
  or,
  position,
  stopGradient,
  sumTo,
  tally,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  type Builder,
  constant,
  type Equation,
  type Rewriter,
  rewriter,
} from "../program/index.ts";
import { type Answering, limitOf } from "./answering.ts";
import type { Counted } from "./counted.ts";
import { when } from "./doubt.ts";
import { passing } from "./fill.ts";
import { everywhere } from "./interval.ts";
import { chancesOf } from "./item-chances.ts";
import { movedKnown } from "./known-noise.ts";
import { madeAnew } from "./noisy-orders.ts";

/** An item is not in doubt where all its other kinds together are less probable than this. */
const doubt = 1e-6;

/** For each kind, whether an item is surely of it. */
const surelyOf = (b: Builder, chances: readonly Atom[]): readonly Atom[] =>
  chances.map((p) => emit(b, ge, emit(b, stopGradient, p), constant(1 - doubt)));

const anyOfThese = (b: Builder, some: readonly Atom[]): Atom =>
  some.reduce<Atom>((any, each) => emit(b, or, any, each), constant(false));

/** Items of a list, of which some are in doubt. */
export interface Doubtful {
  readonly chances: readonly Atom[];
  readonly surely: readonly Atom[];
  readonly isOpen: Atom;
  /** How many items are in doubt. */
  readonly open: Atom;
}

/** Which items are in doubt, where the kind of an item says which of some conditions hold. */
export const doubtfulOf = (b: Builder, masks: readonly Atom[], items: Axis, root: Axis): Doubtful => {
  const chances = chancesOf(b, masks);
  const surely = surelyOf(b, chances);
  const isOpen = emit(b, not, anyOfThese(b, surely));
  return { chances, surely, isOpen, open: sumTo(b, when(b, isOpen), items, root) };
};

/** The items that surely fulfil condition `k`. */
export const surePasses = (b: Builder, { surely, isOpen }: Doubtful, k: number): Atom => {
  const passes = surely.filter((_isIt, kind) => (kind >> k) & 1);
  return emit(b, and, anyOfThese(b, passes), emit(b, not, isOpen));
};

/** How many items fulfil each condition, for a code of how many of those in doubt do. */
const countsFor = (
  b: Builder,
  doubtful: Doubtful,
  code: Atom,
  masks: readonly Atom[],
  items: Axis,
  root: Axis,
): readonly Atom[] => {
  const base = emit(b, add, doubtful.open, constant(1, "i32"));
  return masks.map((_mask, k) => {
    const drawn = masks.length === 1 ? code : emit(b, countIn, code, base, constant(k, "i32"));
    return emit(b, add, sumTo(b, when(b, surePasses(b, doubtful, k)), items, root), drawn);
  });
};

/** A loop over ways, with what stands in it for the questions of a list. */
export interface Through {
  readonly ways: Axis;
  readonly now: Rewriter;
  readonly code: Atom;
}

/** Goes through the ways in which questions about a list come out. */
export const throughWays = (
  b: Builder,
  { root }: Answering,
  number: Atom,
  answersAt: (code: Atom) => (equation: Equation) => Atom | undefined,
  others: ReadonlySet<Equation>,
): Through => {
  const ways: Axis = b.axis("count", { kind: "range", first: constant(0, "i32"), last: number }, { parent: root });
  const code = b.emit(position, [], { axis: ways, owner: root });
  const answer = answersAt(code);
  const now = rewriter(b, new Map(), {
    from: root,
    to: ways,
    replace: (equation, self) =>
      answer(equation) ?? (others.has(equation) ? madeAnew(b, equation, self, root, ways) : undefined),
  });
  return { ways, now, code };
};

/** A fill inside a loop over ways. */
export const movedThrough = (b: Builder, state: Answering, { ways, now }: Through, number: Atom): Answering => ({
  ...state,
  root: ways,
  ways: emit(b, mul, state.ways, number),
  axis: state.axis === state.root ? ways : now.axis(state.axis),
  chance: now.atom(state.chance),
  known: movedKnown(state.known, now),
  conditions: state.conditions.map(now.atom),
  weight: now.atom(state.weight),
  present: now.atom(state.present),
  observed: state.observed.map(now.atom),
});

/** The quantities whose noise is used up by counts, so that no other comparison may be of them. */
export const usedUp = ({ softs }: Counted, { now }: Through): Answering["known"] =>
  softs.map(({ threshold: { quantity, step } }) => ({
    parts: quantity.parts.map((part) => ({ ...part, atom: now.atom(part.atom) })),
    interval: everywhere,
    step,
  }));

/** What stands for each question, given the number of the way. */
export const answersTo =
  (b: Builder, { questions, items }: Counted, masks: readonly Atom[], doubtful: Doubtful, root: Axis) =>
  (code: Atom): ReadonlyMap<Equation, Atom> => {
    const counts = countsFor(b, doubtful, code, masks, items, root);
    return new Map(
      questions.map(
        ({ equation, mask, answer }) => [equation, answer(b, counts[masks.indexOf(mask)] ?? code)] as const,
      ),
    );
  };

/**
 * Answers what a fill asks of a list that it only counts: an event is gone through once for each joint count of the items
 * in doubt that comes out, with the probability that the recurrence over the items gives it, whichever of them pass.
 */
export const answerCounts = (
  b: Builder,
  state: Answering,
  counted: Counted,
  others: ReadonlySet<Equation>,
): Answering => {
  const { items, list, questions } = counted;
  const masks = [...new Set(questions.map(({ mask }) => mask))];
  const doubtful = doubtfulOf(b, masks, items, state.root);
  const number = emit(b, countsOf, doubtful.open, constant(masks.length), state.ways, ...limitOf(b, state));
  const through = throughWays(
    b,
    state,
    number,
    (code) => {
      const answers = answersTo(b, counted, masks, doubtful, state.root)(code);
      return (equation) => answers.get(equation);
    },
    others,
  );
  const { now, ways, code } = through;
  const from = passing(b, now.axis(items), [now.atom(doubtful.isOpen)]);
  const chance = b.emit(tally, [code, ...doubtful.chances.map(now.atom)], { from, to: ways });
  const moved = movedThrough(b, state, through, number);
  return {
    ...moved,
    lists: new Set([...state.lists, list]),
    chance: emit(b, mul, moved.chance, chance),
    known: [...moved.known, ...usedUp(counted, through)],
  };
};
