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
import { type Question, questionOf, type Summed, sumOver } from "./questions.ts";
import { type Soft, softIn } from "./soft.ts";

/** Items that a fill asks only how many of them pass, and what it asks. */
export interface Counted {
  readonly items: Axis;
  /** The list as it stands in the data. */
  readonly list: Axis;
  readonly questions: readonly Question[];
  readonly softs: readonly Soft[];
  /** A sum over those that pass, of which the fill asks no more than its value. */
  readonly sum?: Summed;
}

/** More comparisons in the conditions of an item would have too many outcomes, and more conditions too many counts. */
const most = { comparisons: 6, masks: 3 } as const;

/** The program of a fill: what it adds up, and the conditions of the loops that it goes through. */
export const programOf = (b: Builder, { axis, conditions, weight, present, observed }: Answering): Program =>
  b.program([...conditions, weight, present, ...observed, ...chainOf(axis).flatMap(atomsOfAxis)]);

interface Asked {
  readonly questions: readonly Question[];
  readonly sums: readonly Summed[];
}

/** The questions and sums through which alone a program depends on some comparisons of items; undefined if there is another way. */
const askedOf = (b: Builder, program: Program, items: Axis, root: Axis, softs: readonly Soft[]): Asked | undefined => {
  const touched = new Set<Atom>(softs.map(({ threshold }) => threshold.equation.output));
  const isTouched = (atom: Atom): boolean => touched.has(atom);
  const isHard = (mask: Atom): boolean => !b.program([mask]).equations.some(({ output }) => isTouched(output));
  const [questions, sums]: [Question[], Summed[]] = [[], []];
  for (const equation of program.equations) {
    const { primitive, output } = equation;
    if (isTouched(output) || !readsOf(equation).some(isTouched)) continue;
    const question = questionOf(b, equation, items, root, isHard);
    const summed = question ? undefined : sumOver(b, equation, items, root, isHard);
    if (question) questions.push(question);
    else if (summed) sums.push(summed);
    else if (encloses(items, output.axis) && (primitive.kind === "elementwise" || passesOn.has(primitive)))
      touched.add(output);
    else return undefined;
  }
  return program.outputs.some(isTouched) ? undefined : { questions, sums };
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

/** A list whose items are compared, and what a fill asks of it. */
interface Candidate extends Asked {
  readonly items: Axis;
  readonly list: Axis;
  readonly softs: readonly Soft[];
}

/** The lists that a fill asks questions and sums of, and nothing else. */
const candidates = (b: Builder, state: Answering, softs: readonly Soft[]): readonly Candidate[] => {
  const { root, events } = state;
  const program = programOf(b, state);
  const itemsOf = ({ threshold }: Soft): Axis | null => axisOf(threshold.equation.output);
  const listOf = ({ threshold }: Soft): Axis | undefined => listBehind(b, threshold.equation, root, events);
  const seen = new Set(spreadKeys(b, state));
  return [...new Set(softs.map(itemsOf))].flatMap((items) => {
    const own = softs.filter((soft) => itemsOf(soft) === items);
    const [list, ...others] = new Set(own.map(listOf));
    if (!items || !list || others.length > 0 || !encloses(root, items) || items === root) return [];
    const isElsewhere = softs.some((soft) => listOf(soft) === list && itemsOf(soft) !== items);
    if (isElsewhere || own.some(({ threshold }) => lifted(b, threshold.equation))) return [];
    if ([...keysOf(own)].some((key) => seen.has(key) || knownOf(b, state.known, key))) return [];
    const asked = askedOf(b, program, items, root, own);
    return asked ? [{ ...asked, items, list, softs: own }] : [];
  });
};

/** True where the conditions of items depend on few comparisons, which are of these items alone. */
const isCountable = (softs: readonly Soft[], masks: readonly Atom[], { softs: own }: Candidate): boolean => {
  const all = new Set(own.map(({ threshold }) => threshold.equation));
  const each = onceEach(softs);
  return (
    each.every(({ threshold }) => all.has(threshold.equation)) &&
    each.length <= most.comparisons &&
    new Set(masks).size <= most.masks
  );
};

/**
 * The first list, among those whose items are compared, whose items a fill only counts: then the fill depends on how many
 * pass, and not on which.
 */
export const countedIn = (b: Builder, state: Answering, softs: readonly Soft[]): Counted | undefined => {
  for (const candidate of candidates(b, state, softs)) {
    const { items, list, questions, sums } = candidate;
    const found = sums.length > 0 ? [] : groups(b, questions);
    const masksOf = (some: readonly Question[]): readonly Atom[] => some.map(({ mask }) => mask);
    const [first] = found;
    if (first && found.every((group) => isCountable(group.softs, masksOf(group.questions), candidate)))
      return { items, list, questions: first.questions, softs: onceEach(first.softs) };
  }
  return undefined;
};

/** The first list of which a histogram takes one sum over the items that pass, and besides only counts them. */
export const summedIn = (b: Builder, state: Answering, softs: readonly Soft[]): Counted | undefined => {
  const { fill, axis, conditions, weight, present, observed } = state;
  if (fill.sink.above !== "matched" || fill.sink.kind !== "histogram") return undefined;
  const elsewhere = b.program([...conditions, weight, present, ...chainOf(axis).flatMap(atomsOfAxis)]);
  for (const candidate of candidates(b, state, softs)) {
    const { items, list, questions, sums } = candidate;
    const [sum, ...more] = sums;
    if (!sum || more.length > 0 || elsewhere.equations.includes(sum.equation) || state.matched?.lists.has(list))
      continue;
    const masks = [...questions, sum].map(({ mask }) => mask);
    const own = onceEach(softIn(b, b.program(masks)));
    const isNoisy = observed.some((x, k) => noiseOf(b, { ...fill, axis }, x, k) !== undefined);
    const isPlain = softIn(b, b.program([sum.value])).length === 0;
    if (!isNoisy && isPlain && isCountable(own, masks, candidate)) return { items, list, questions, softs: own, sum };
  }
  return undefined;
};
