import { emit } from "../lambda/index.ts";
import { abs, add, countsOf, le, mostWays, mul, pow, sumTo, tally, weigh, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Equation } from "../program/index.ts";
import { type Answering, limitOf } from "./answering.ts";
import { answersTo, doubtfulOf, movedThrough, surePasses, throughWays, usedUp } from "./count-answers.ts";
import type { Counted } from "./counted.ts";
import { passing } from "./fill.ts";
import { jvp } from "./jvp.ts";
import { freeMoments, givenMoments } from "./matched.ts";
import type { Summed } from "./questions.ts";
import { refusal } from "./soft.ts";

/** How much an observable changes with a sum that it is made of. */
const slopeBy = (b: Builder, observed: Atom, mean: Atom, { equation }: Summed): Atom => {
  const [slope] = mean.kind === "var" ? jvp(b, [observed], new Map([[mean.id, constant(1)]])) : [];
  if (slope && !b.program([slope]).equations.some(({ output }) => output === mean)) return slope;
  throw refusal(
    equation,
    "only a sum itself, or a multiple of it, is matched by its moments",
    "fill the sum, or narrow the widths until the ways are few",
  );
};

/**
 * A histogram of a sum over items in doubt, for events apart: those with few ways are gone through way by way, and in the
 * others the sum is a normal variable with the mean and the variance that it has given the counts that were asked for.
 */
export const matchSum = (
  b: Builder,
  state: Answering,
  counted: Counted & { readonly sum: Summed },
  waiting: ReadonlySet<Equation>,
): { readonly exact: Answering; readonly matched: Answering } => {
  const { root } = state;
  const { items, list, questions, sum, softs } = counted;
  const asked = [...new Set(questions.map(({ mask }) => mask))];
  const masks = [...asked, ...(asked.includes(sum.mask) ? [] : [sum.mask])];
  const bit = masks.indexOf(sum.mask);
  const doubtful = doubtfulOf(b, masks, items, root);
  const { open, chances, isOpen } = doubtful;
  const [event, most] = limitOf(b, state);
  const isFew = emit(b, le, emit(b, mul, emit(b, pow, constant(2), open), state.ways), most);
  const once = (turns: Atom, otherwise: Atom): Atom => emit(b, where, isFew, turns, otherwise);
  const none = constant(0, "i32");
  const guard = throughWays(b, state, once(constant(1, "i32"), none), () => () => undefined, waiting);
  const lists = new Set([...(state.matched?.lists ?? []), list]);
  const before = state.matched?.counted ?? [];
  const exact: Answering = {
    ...movedThrough(b, state, guard, constant(1)),
    matched: { lists, deviation: state.matched?.deviation, counted: before },
  };

  const states =
    asked.length === 0
      ? constant(1, "i32")
      : emit(b, countsOf, open, constant(asked.length), constant(1), event, constant(mostWays));
  const number = once(none, states);
  const others = new Set(
    [...waiting].filter((equation) => !softs.some(({ threshold }) => threshold.equation === equation)),
  );
  const sure = sumTo(b, emit(b, where, surePasses(b, doubtful, bit), sum.value, constant(0)), items, root);
  const through = throughWays(
    b,
    state,
    number,
    (code) => {
      const answers = answersTo(b, counted, asked, doubtful, root)(code);
      return (equation) => (equation === sum.equation ? meanOf() : answers.get(equation));
    },
    others,
  );
  const { now, ways, code } = through;
  const from = passing(b, now.axis(items), [now.atom(isOpen)]);
  const kinds = 2 ** asked.length;
  const sumsBy = (weigh: (p: Atom, kind: number) => Atom): readonly Atom[] =>
    Array.from({ length: kinds }, (_, kind) =>
      chances.reduce<Atom>(
        (total, p, k) => ((k & (kinds - 1)) === kind ? emit(b, add, total, now.atom(weigh(p, k))) : total),
        constant(0),
      ),
    );
  const adds =
    (power: 1 | 2) =>
    (p: Atom, kind: number): Atom => {
      if (((kind >> bit) & 1) === 0) return constant(0);
      const first = emit(b, mul, sum.value, p);
      return power === 1 ? first : emit(b, mul, sum.value, first);
    };
  const merged = sumsBy((p) => p);
  const tallied = b.emit(tally, [code, ...merged], { from, to: ways });
  const weighted = { first: sumsBy(adds(1)), second: sumsBy(adds(2)) };
  const { mean, deviation } =
    asked.length === 0 ? freeMoments(b, weighted, from, ways) : givenMoments(b, tallied, weighted, from, ways);
  const summed = emit(b, add, sure, mean);
  const meanOf = (): Atom => summed;
  const moved = movedThrough(b, state, through, states);
  const [observed = constant(0)] = moved.observed;
  const width = emit(b, mul, emit(b, abs, slopeBy(b, observed, summed, sum)), deviation);
  return {
    exact,
    matched: {
      ...moved,
      lists: new Set([...state.lists, list]),
      chance: asked.length === 0 ? moved.chance : emit(b, mul, moved.chance, tallied),
      known: [...moved.known, ...usedUp(counted, through)],
      matched: {
        lists,
        deviation: width,
        counted: [...before, emit(b, weigh, emit(b, where, isFew, constant(0), constant(1)), state.chance)],
      },
    },
  };
};
