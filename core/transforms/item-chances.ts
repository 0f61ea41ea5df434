import { emit } from "../lambda/index.ts";
import { add, and, not, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant, substitute } from "../program/index.ts";
import { answersOf, productOf } from "./answers.ts";
import type { State } from "./outcomes.ts";
import { softIn } from "./soft.ts";

/** How the conditions of an item come out when its comparisons are answered, and the probability of these answers. */
interface Outcome {
  readonly masks: readonly Atom[];
  readonly chance: Atom;
}

const outcomesOf = (b: Builder, masks: readonly Atom[], answers: State["answers"] = []): readonly Outcome[] => {
  const [soft] = softIn(b, b.program(masks));
  if (!soft) return [{ masks, chance: productOf(b, answersOf(b, { answers })) }];
  const { threshold } = soft;
  return [true, false].flatMap((holds) =>
    outcomesOf(b, substitute(b, masks, new Map([[threshold.equation.output.id, constant(holds)]])), [
      ...answers,
      { threshold, holds },
    ]),
  );
};

/**
 * The probability of each kind of an item: bit `k` of a kind says whether condition number `k` holds. The comparisons in
 * the conditions are relaxed, those of one quantity together.
 */
export const chancesOf = (b: Builder, masks: readonly Atom[]): readonly Atom[] => {
  const outcomes = outcomesOf(b, masks);
  return Array.from({ length: 2 ** masks.length }, (_, kind) =>
    outcomes.reduce<Atom>((sum, outcome) => {
      const isIt = outcome.masks.reduce<Atom>(
        (all, mask, k) => emit(b, and, all, (kind >> k) & 1 ? mask : emit(b, not, mask)),
        constant(true),
      );
      return emit(b, add, sum, emit(b, where, isIt, outcome.chance, constant(0)));
    }, constant(0)),
  );
};
