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
import { type Atom, type Axis, type Builder, constant, type Equation, rewriter } from "../program/index.ts";
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

/**
 * Answers what a fill asks of a list that it only counts: an event is gone through once for each joint count of the items
 * in doubt that comes out, with the probability that the recurrence over the items gives it, whichever of them pass.
 */
export const answerCounts = (
  b: Builder,
  state: Answering,
  { items, list, questions, softs }: Counted,
  others: ReadonlySet<Equation>,
): Answering => {
  const { root } = state;
  const masks = [...new Set(questions.map(({ mask }) => mask))];
  const chances = chancesOf(b, masks);
  const surely = surelyOf(b, chances);
  const isOpen = emit(b, not, anyOfThese(b, surely));
  const open = sumTo(b, when(b, isOpen), items, root);
  const number = emit(b, countsOf, open, constant(masks.length), state.ways, ...limitOf(b, state));
  const ways: Axis = b.axis("count", { kind: "range", first: constant(0, "i32"), last: number }, { parent: root });
  const code = b.emit(position, [], { axis: ways, owner: root });
  const base = emit(b, add, open, constant(1, "i32"));
  const counts = masks.map((_mask, k) => {
    const passes = anyOfThese(
      b,
      surely.filter((_isIt, kind) => (kind >> k) & 1),
    );
    const drawn = masks.length === 1 ? code : emit(b, countIn, code, base, constant(k, "i32"));
    return emit(b, add, sumTo(b, when(b, emit(b, and, passes, emit(b, not, isOpen))), items, root), drawn);
  });
  const answers = new Map(
    questions.map(({ equation, mask, answer }) => [equation, answer(b, counts[masks.indexOf(mask)] ?? code)] as const),
  );
  const now = rewriter(b, new Map(), {
    from: root,
    to: ways,
    replace: (equation, self) =>
      answers.get(equation) ?? (others.has(equation) ? madeAnew(b, equation, self, root, ways) : undefined),
  });
  const from = passing(b, now.axis(items), [now.atom(isOpen)]);
  const chance = b.emit(tally, [code, ...chances.map(now.atom)], { from, to: ways });
  return {
    ...state,
    root: ways,
    ways: emit(b, mul, state.ways, number),
    lists: new Set([...state.lists, list]),
    axis: state.axis === root ? ways : now.axis(state.axis),
    chance: emit(b, mul, now.atom(state.chance), chance),
    known: [
      ...movedKnown(state.known, now),
      ...softs.map(({ threshold: { quantity, step } }) => ({
        parts: quantity.parts.map((part) => ({ ...part, atom: now.atom(part.atom) })),
        interval: everywhere,
        step,
      })),
    ],
    conditions: state.conditions.map(now.atom),
    weight: now.atom(state.weight),
    present: now.atom(state.present),
    observed: state.observed.map(now.atom),
  };
};
