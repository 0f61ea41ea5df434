import { emit } from "../lambda/index.ts";
import { answerIn, exp, log, mul, not, position, sub, sumTo, waysOf, where } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  type Builder,
  constant,
  type Equation,
  encloses,
  pathBetween,
  type Rewriter,
  rewriter,
} from "../program/index.ts";
import { type Answering, limitOf, unanswered } from "./answering.ts";
import { answerCounts } from "./count-answers.ts";
import { countedIn, programOf, summedIn } from "./counted.ts";
import { doubtOf, rankOf, when } from "./doubt.ts";
import { passing } from "./fill.ts";
import { everywhere } from "./interval.ts";
import { againOf, type ItemComparison, itemComparison, listBehind } from "./item-comparison.ts";
import { knownOf, movedKnown, narrowed } from "./known-noise.ts";
import { matchSum } from "./match-answers.ts";
import { madeAnew, noisyOrdersIn, readyOrder, refuseWaiting } from "./noisy-orders.ts";
import { answerOrder } from "./order-answers.ts";
import { quantityOf } from "./quantity.ts";
import type { Fill } from "./sink.ts";
import { isOfList, type Soft, softIn } from "./soft.ts";

/** Told of each comparison to relax, and of the probability of the ways in which it is met. */
export type Found = (soft: Soft, chance: Atom) => void;

/**
 * Answers one comparison of the items of a list. An event is gone through once for each way in which the answers about
 * its items in doubt can come out together; in each way every item has one answer, wherever it is asked about.
 */
const answerItems = (
  b: Builder,
  state: Answering,
  comparison: ItemComparison,
  others: ReadonlySet<Equation>,
): Answering => {
  const { root } = state;
  const { threshold, place } = comparison;
  const known = knownOf(b, state.known, threshold.quantity.key);
  const interval = known?.interval ?? everywhere;
  const { isOpen, sure, odds } = doubtOf(b, threshold, interval);
  const items = sumTo(b, when(b, isOpen), place, root);
  const number = emit(b, waysOf, items, state.ways, ...limitOf(b, state));
  const ways = b.axis("way", { kind: "range", first: constant(0, "i32"), last: number }, { parent: root });
  const way = b.emit(position, [], { axis: ways, owner: root });
  const rank = rankOf(b, place, root, isOpen);

  /** Moves a list of a loop around the root into the ways. */
  const lifting = (list: Axis): Rewriter => {
    const from = againOf(list, root)?.loop ?? root;
    const { axis } = rewriter(b, new Map(), { from, to: ways });
    const moved = (a: Axis): Axis => {
      const known = inWays.axis(a);
      return encloses(ways, known) ? known : a === from ? ways : axis(a);
    };
    return { atom: now.atom, axis: moved };
  };
  const now: Rewriter = rewriter(b, new Map(), {
    from: root,
    to: ways,
    replace: (equation) => {
      const asked = comparison.askedBy(equation);
      if (asked) {
        const here = encloses(root, asked.axis) ? inWays : lifting(asked.axis);
        const answers = copied(here.axis(asked.axis));
        return asked.pick?.(b, answers, here) ?? answers;
      }
      return others.has(equation) ? madeAnew(b, equation, now, root, ways) : undefined;
    },
  });
  const inWays: Rewriter = { atom: now.atom, axis: (axis) => (axis === root ? ways : now.axis(axis)) };
  const inWay = now.axis(place);
  const open = now.atom(isOpen);
  const drawn = emit(b, answerIn, way, now.atom(rank));
  const holds = emit(b, where, open, drawn, now.atom(sure));
  const copied = (axis: Axis): Atom => {
    const again = axis === inWay ? undefined : againOf(axis, root);
    if (!again) return holds;
    const { lists, loop, base } = again;
    const from = base && !encloses(base, ways) ? base : ways;
    const home = rewriter(b, new Map(), { axes: new Set(lists), from: loop, to: from }).axis(axis);
    const answers = home === axis ? holds : copied(home);
    return rewriter(b, new Map(), { axes: new Set(pathBetween(from, home)), from, to: loop }).atom(answers);
  };

  const p = now.atom(odds);
  const factor = emit(b, where, drawn, p, emit(b, sub, constant(1), p));
  const chance = emit(b, exp, sumTo(b, emit(b, log, factor), passing(b, inWay, [open]), ways));
  const isAbove = threshold.above ? holds : emit(b, not, holds);
  const before = { low: now.atom(interval.low), high: now.atom(interval.high) };
  const rest = state.known.filter(({ parts }) => quantityOf(parts)?.key !== threshold.quantity.key);
  return {
    ...state,
    root: ways,
    ways: emit(b, mul, state.ways, number),
    lists: new Set([...state.lists, comparison.list]),
    axis: state.axis === root ? ways : now.axis(state.axis),
    chance: emit(b, mul, state.chance, chance),
    known: [
      ...movedKnown(rest, now),
      {
        parts: threshold.quantity.parts.map((part) => ({ ...part, atom: now.atom(part.atom) })),
        interval: narrowed(b, before, isAbove, now.atom(threshold.z)),
        step: threshold.step,
      },
    ],
    conditions: state.conditions.map(now.atom),
    weight: now.atom(state.weight),
    present: now.atom(state.present),
    observed: state.observed.map(now.atom),
  };
};

/** The comparisons of lists that a fill depends on. */
const ofLists = (b: Builder, state: Answering): readonly Soft[] => {
  const { axis, events } = state;
  const program = programOf(b, state);
  const all = softIn(b, program);
  const isOne = (soft: Soft): boolean =>
    isOfList(program, soft, axis) || knownOf(b, state.known, soft.threshold.quantity.key) !== undefined;
  const listOf = ({ threshold }: Soft): Axis | undefined => listBehind(b, threshold.equation, state.root, events);
  const lists = new Set([...state.lists, ...all.filter(isOne).flatMap((soft) => listOf(soft) ?? [])]);
  const isOfThese = (list: Axis | undefined): boolean => list !== undefined && lists.has(list);
  return all.filter((soft) => isOne(soft) || isOfThese(listOf(soft)));
};

/** The next comparisons of lists answered; nothing where there are none. */
const answeredNext = (b: Builder, state: Answering, found: Found): readonly Answering[] | undefined => {
  const softs = ofLists(b, state);
  const orders = noisyOrdersIn(programOf(b, state));
  const order = readyOrder(b, orders, state.root);
  const waiting = new Set([...softs.map(({ threshold }) => threshold.equation), ...orders]);
  if (order) return [answerOrder(b, state, order, waiting)];
  const [soft] = softs;
  if (!soft) {
    refuseWaiting(orders);
    return undefined;
  }
  const counted = countedIn(b, state, softs);
  const summed = counted ? undefined : summedIn(b, state, softs);
  const answered = counted ? counted.softs : [soft];
  for (const each of answered) found(each, state.chance);
  if (summed?.sum) {
    const { exact, matched } = matchSum(b, state, { ...summed, sum: summed.sum }, waiting);
    return [exact, matched];
  }
  const now = new Set(answered.map(({ threshold }) => threshold.equation));
  const others = new Set([...waiting].filter((equation) => !now.has(equation)));
  return [
    counted
      ? answerCounts(b, state, counted, others)
      : answerItems(b, state, itemComparison(b, soft, state.root, state.events), others),
  ];
};

/** A fill in loops over the ways in which the comparisons of lists come out; several where some events are matched. */
export const answerLists = (b: Builder, fill: Fill, found: Found): readonly Answering[] => {
  const follow = (state: Answering): readonly Answering[] => answeredNext(b, state, found)?.flatMap(follow) ?? [state];
  return follow(unanswered(fill));
};
