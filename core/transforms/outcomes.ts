import { fail } from "../errors.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  type Builder,
  chainOf,
  constant,
  isConstant,
  substitute,
} from "../program/index.ts";
import type { Noisy } from "./draws.ts";
import type { Known } from "./known-noise.ts";
import { answerLists, type Found } from "./list-answers.ts";
import type { Fill } from "./sink.ts";
import { type Soft, softIn } from "./soft.ts";
import type { Threshold } from "./threshold.ts";

const mostOutcomes = 256;

/** The first comparison to relax that some atoms depend on, if any. */
export const examine = (b: Builder, atoms: readonly Atom[]): Soft | undefined => softIn(b, b.program(atoms))[0];

/** What is matched by moments, or is not, of lists whose items may be in doubt in too many ways. */
export interface Matched {
  readonly lists: ReadonlySet<Axis>;
  /** The deviation of what is observed, in events that are matched. */
  readonly deviation: Atom | undefined;
  /** For each event that is matched 1, or with which probability it is. */
  readonly counted: readonly Atom[];
}

/** A fill while its comparisons are answered one after the other. */
export interface State {
  /** What is filled: the elements of the fill, once for each way in which the comparisons of lists come out. */
  readonly axis: Axis;
  /** The probability of the answers of lists. */
  readonly chance: Atom;
  /** What these answers say about the noise of each quantity. */
  readonly known: Known;
  /** The orders of items whose keys carry noise, which are answered. */
  readonly orders: readonly Noisy[];
  readonly conditions: readonly Atom[];
  readonly weight: Atom;
  readonly observed: readonly Atom[];
  readonly present: Atom;
  /** Set where events are apart that have too many ways. */
  readonly matched?: Matched;
  readonly answers: readonly { readonly threshold: Threshold; readonly holds: boolean }[];
}

const atomsOf = ({ conditions, weight, observed, present }: State): readonly Atom[] => [
  ...conditions,
  weight,
  present,
  ...observed,
];

const answer = (b: Builder, state: State, threshold: Threshold, holds: boolean): State => {
  const atoms = substitute(b, atomsOf(state), new Map([[threshold.equation.output.id, constant(holds)]]));
  const n = state.conditions.length;
  return {
    ...state,
    conditions: atoms.slice(0, n).filter((atom) => !isConstant(atom, true)),
    weight: atoms[n] ?? state.weight,
    present: atoms[n + 1] ?? state.present,
    observed: atoms.slice(n + 2),
    answers: [...state.answers, { threshold, holds }],
  };
};

/**
 * Every way in which the comparisons of a fill can come out, with what is left to compute then.
 * @throws E_LIMIT above 256 ways besides those of lists
 */
export const outcomesOf = (b: Builder, fill: Fill, found: Found): readonly State[] => {
  const outcomes: State[] = [];
  const follow = (state: State, masks: readonly Atom[]): void => {
    if (state.conditions.some((atom) => isConstant(atom, false))) return;
    const soft = examine(b, [...atomsOf(state), ...masks]);
    if (soft) {
      found(soft, state.chance);
      follow(answer(b, state, soft.threshold, true), masks);
      follow(answer(b, state, soft.threshold, false), masks);
      return;
    }
    outcomes.push(state);
    if (outcomes.length > mostOutcomes)
      throw fail("E_LIMIT", {
        what: `the conditions before ${fill.sink.operator} come out in more than ${mostOutcomes} ways`,
        where: fill.sink.operator,
        cure: "hold some choices, or split the pipeline",
      });
  };
  for (const start of answerLists(b, fill, found))
    follow({ ...start, answers: [] }, chainOf(start.axis).flatMap(atomsOfAxis));
  return outcomes;
};
