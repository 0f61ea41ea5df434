import { broadcast, one } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  axisOf,
  type Builder,
  chainOf,
  type Equation,
  encloses,
  type Program,
  readsOf,
} from "../program/index.ts";
import type { Answering } from "./answering.ts";
import { listBehind } from "./item-comparison.ts";
import { knownOf } from "./known-noise.ts";
import { lifted } from "./lifted.ts";
import { noiseOf } from "./noise.ts";
import { type Question, questionOf } from "./questions.ts";
import { type Soft, softIn } from "./soft.ts";

/** Items that a fill asks only how many of them pass, and what it asks. */
export interface Counted {
  readonly items: Axis;
  /** The list as it stands in the data. */
  readonly list: Axis;
  readonly questions: readonly Question[];
  readonly softs: readonly Soft[];
}

/** More comparisons in the conditions of an item would have too many outcomes, and more conditions too many counts. */
const most = { comparisons: 6, masks: 3 } as const;

/** The program of a fill: what it adds up, and the conditions of the loops that it goes through. */
export const programOf = (b: Builder, { axis, conditions, weight, present, observed }: Answering): Program =>
  b.program([...conditions, weight, present, ...observed, ...chainOf(axis).flatMap(atomsOfAxis)]);

/** The questions through which alone a program depends on some comparisons of items; undefined if there is another way. */
const questionsAbout = (
  b: Builder,
  program: Program,
  items: Axis,
  root: Axis,
  softs: readonly Soft[],
): readonly Question[] | undefined => {
  const touched = new Set<Atom>(softs.map(({ threshold }) => threshold.equation.output));
  const isTouched = (atom: Atom): boolean => touched.has(atom);
  const isHard = (mask: Atom): boolean => !b.program([mask]).equations.some(({ output }) => isTouched(output));
  const questions: Question[] = [];
  for (const equation of program.equations) {
    const { primitive, output } = equation;
    if (isTouched(output) || !readsOf(equation).some(isTouched)) continue;
    const question = questionOf(b, equation, items, root, isHard);
    if (question) questions.push(question);
    else if (encloses(items, output.axis) && (primitive.kind === "elementwise" || passesOn.has(primitive)))
      touched.add(output);
    else return undefined;
  }
  return program.outputs.some(isTouched) ? undefined : questions;
};

const passesOn: ReadonlySet<Equation["primitive"]> = new Set([one, broadcast]);

/** The quantities that carry the noise of some comparisons. */
const keysOf = (softs: readonly Soft[]): ReadonlySet<string> =>
  new Set(softs.map((soft) => soft.threshold.quantity.key));

/** Makes groups of questions whose conditions have quantities in common. */
const groups = (b: Builder, questions: readonly Question[]): readonly Omit<Counted, "items" | "list">[] =>
  questions.reduce<readonly Omit<Counted, "items" | "list">[]>((before, question) => {
    const softs = softIn(b, b.program([question.mask]));
    const keys = keysOf(softs);
    const [near, far] = [true, false].map((isNear) =>
      before.filter((group) => [...keysOf(group.softs)].some((key) => keys.has(key)) === isNear),
    );
    const joined = near?.reduce(
      (all, group) => ({
        questions: [...group.questions, ...all.questions],
        softs: [...group.softs, ...all.softs],
      }),
      { questions: [question], softs },
    );
    return [...(far ?? []), ...(joined ? [joined] : [])];
  }, []);

const onceEach = (softs: readonly Soft[]): readonly Soft[] => [
  ...new Map(softs.map((soft) => [soft.threshold.equation, soft])).values(),
];

/** The quantities whose noise spreads what is observed. */
const spreadKeys = (b: Builder, { fill, observed, axis }: Answering): readonly string[] =>
  observed.flatMap((x, k) => noiseOf(b, { ...fill, axis }, x, k)?.quantity?.key ?? []);

/**
 * The first list, among those whose items are compared, whose items a fill only counts: then the fill depends on how many
 * pass, and not on which.
 */
export const countedIn = (b: Builder, state: Answering, softs: readonly Soft[]): Counted | undefined => {
  const { root, events } = state;
  const program = programOf(b, state);
  const itemsOf = ({ threshold }: Soft): Axis | null => axisOf(threshold.equation.output);
  const listOf = ({ threshold }: Soft): Axis | undefined => listBehind(b, threshold.equation, root, events);
  const seen = new Set(spreadKeys(b, state));
  for (const items of new Set(softs.map(itemsOf))) {
    const own = softs.filter((soft) => itemsOf(soft) === items);
    const [list, ...others] = new Set(own.map(listOf));
    if (!items || !list || others.length > 0 || !encloses(root, items) || items === root) continue;
    const isElsewhere = softs.some((soft) => listOf(soft) === list && itemsOf(soft) !== items);
    if (isElsewhere || own.some(({ threshold }) => lifted(b, threshold.equation))) continue;
    const keys = [...keysOf(own)];
    if (keys.some((key) => seen.has(key) || knownOf(b, state.known, key))) continue;
    const questions = questionsAbout(b, program, items, root, own);
    const all = new Set(own.map(({ threshold }) => threshold.equation));
    const found = groups(b, questions ?? []);
    const isCountable = found.every(({ questions, softs }) => {
      const each = onceEach(softs);
      const masks = new Set(questions.map(({ mask }) => mask));
      return (
        each.every(({ threshold }) => all.has(threshold.equation)) &&
        each.length <= most.comparisons &&
        masks.size <= most.masks
      );
    });
    const [first] = found;
    if (first && isCountable) return { items, list, questions: first.questions, softs: onceEach(first.softs) };
  }
  return undefined;
};
