import { emit } from "../lambda/index.ts";
import { abs, add, countsOf, le, mostWays, mul, pow, sumTo, tally, weigh, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Equation } from "../program/index.ts";
import { type Answering, limitOf } from "./answering.ts";
import { answersTo, doubtfulOf, movedThrough, surePasses, throughWays, usedUp } from "./count-answers.ts";
import type { Counted } from "./counted.ts";
import { passing } from "./fill.ts";
import { jvp } from "./jvp.ts";
import { givenMoments } from "./matched.ts";
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
 * others the sum is a normal variable, for each number of items that pass, with the mean and the variance that it has given
 * that number and the other counts that are asked for.
 */
export const matchSum = (
  b: Builder,
  state: Answering,
  counted: Counted & { readonly sum: Summed },
  waiting: ReadonlySet<Equation>,
): { readonly exact: Answering; readonly matched: Answering } => {
  const { root } = state;
  const { items, list, questions, sum, softs } = counted;
  const masks = [...new Set([...questions, sum].map(({ mask }) => mask))];
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

  const states = emit(b, countsOf, open, constant(masks.length), constant(1), event, constant(mostWays));
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
      const answers = answersTo(b, counted, masks, doubtful, root)(code);
      return (equation) => (equation === sum.equation ? meanOf() : answers.get(equation));
    },
    others,
  );
  const { now, ways, code } = through;
  const from = passing(b, now.axis(items), [now.atom(isOpen)]);
  const chancesNow = chances.map(now.atom);
  const tallied = b.emit(tally, [code, ...chancesNow], { from, to: ways });
  const { mean, deviation } = givenMoments(b, {
    chances: chancesNow,
    adds: (kind) => ((kind >> bit) & 1) === 1,
    value: now.atom(sum.value),
    code,
    tallied,
    from,
    to: ways,
  });
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
      chance: emit(b, mul, moved.chance, tallied),
      known: [...moved.known, ...usedUp(counted, through)],
      matched: {
        lists,
        deviation: width,
        counted: [...before, emit(b, weigh, emit(b, where, isFew, constant(0), constant(1)), state.chance)],
      },
    },
  };
};
