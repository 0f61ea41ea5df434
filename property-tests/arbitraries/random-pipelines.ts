import type fc from "fast-check";
import type { Observable, OperatorFunction } from "rxjs";
import { type Choice, fail, type Members, parameter, type Scope } from "../../core/index.ts";
import type { Uses } from "../check-operator.ts";
import { functionOf } from "./functions.ts";
import type { Operators } from "./pipelines.ts";
import { type Tape, tapeArbitrary, tapeOf } from "./tape.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** The choices of random pipelines, for numbers between 0 and 1. */
const choices = {
  loose: parameter("loose", 0.35, { width: 0.1 }),
  tight: parameter("tight", 0.7, { width: 0.05 }),
  edge: parameter("edge", 0.5, { width: 0.1 }),
  scale: parameter("scale", 1.05, { width: 0.04 }),
} as const satisfies Readonly<Record<string, Choice>>;

export interface RandomPipeline<M> {
  /** The pipeline as people write it. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, Choice>>;
  /** The pipeline with the operators of a flavour. */
  readonly use: (operators: Operators) => Uses<M>;
}

export interface PipelineOptions {
  /** More numbers that pipelines cut on, as text of `ev` and the scope; about 0 to 1 in size. */
  readonly numbers?: readonly string[];
  /** What those numbers use by name. */
  readonly scope?: Scope;
}

type Stage = "filter" | "weight";
interface Written {
  readonly operator: Stage | "count" | "sum" | "histogram";
  readonly body: string;
  readonly edges?: readonly (number | Choice)[];
}

const comparison = (tape: Tape, { numbers }: Vocabulary): string => {
  const [number, cut, order] = [tape.pick(numbers), tape.pick(["loose", "tight"]), tape.pick([">", "<", ">=", "<="])];
  return tape.below(3) === 2 ? `(${cut} ${order} ${number})` : `(${number} ${order} ${cut})`;
};

const truth = (tape: Tape, words: Vocabulary, soft: number): string => {
  const plain = (): string => (words.truths.length > 0 ? tape.pick(words.truths) : `${tape.pick(words.numbers)} < 0.9`);
  if (soft <= 1)
    return tape.pick([
      () => comparison(tape, words),
      () => `!${comparison(tape, words)}`,
      () => `(${comparison(tape, words)} || ${plain()})`,
    ])();
  const [x, y] = [truth(tape, words, 1), truth(tape, words, soft - 1)];
  return tape.pick([`(${x} && ${y})`, `(${x} || ${y})`, `(${plain()} ? ${x} : ${y})`]);
};

const edges = [-0.5, 0, 0.25, 0.5, 0.75, 1];

const sinks = (tape: Tape, words: Vocabulary): readonly (() => Written)[] => [
  () => ({ operator: "count", body: "" }),
  () => ({ operator: "sum", body: tape.pick(words.numbers) }),
  () => ({ operator: "sum", body: `${truth(tape, words, 1)} ? ${tape.pick(words.numbers)} : 1` }),
  () => ({ operator: "histogram", body: tape.pick(words.numbers), edges }),
  () => ({ operator: "histogram", body: tape.pick(words.numbers), edges: [0, choices.edge, 1] }),
  () => ({ operator: "histogram", body: `${tape.pick(words.numbers)} * scale`, edges }),
  ...(words.items.length > 0 ? [(): Written => ({ operator: "histogram", body: tape.pick(words.items), edges })] : []),
];

// biome-ignore lint/suspicious/noExplicitAny: the stages of a pipeline made of texts pass events of any type
type Any = any;

const lambdaOf = (body: string, scope: Scope): string => `(ev, { ${Object.keys(scope).join(", ")} }) => ${body}`;

const operatorOf = (
  ops: Operators,
  { operator, body, edges = [] }: Written,
  scope: Scope,
): OperatorFunction<Any, Any> => {
  if (operator === "count") return ops.count();
  const f: Any = functionOf(lambdaOf(body, scope));
  if (operator === "histogram") return ops.histogram(f, scope, { edges });
  return ops[operator](f, scope);
};

const show = ({ operator, body, edges }: Written, scope: Scope): string => {
  const inputs = operator === "count" ? [] : [lambdaOf(body, scope), ...(edges ? ["{ edges }"] : [])];
  return `${operator}(${inputs.join(", ")})`;
};

const pipelineFrom = <M>(numbers: readonly number[], words: Vocabulary, scope: Scope): RandomPipeline<M> => {
  const tape = tapeOf(numbers);
  const filters = Array.from(
    { length: 1 + tape.below(2) },
    (): Written => ({
      operator: "filter",
      body: truth(tape, words, 1 + tape.below(2)),
    }),
  );
  const weights: readonly Written[] =
    tape.below(2) === 1 ? [{ operator: "weight", body: `${truth(tape, words, 1)} ? 2 : 0.5` }] : [];
  const written = [...filters, ...weights, tape.pick(sinks(tape, words))()];
  const all = { ...choices, ...scope };
  return {
    text: `events.pipe(\n${written.map((each) => `  ${show(each, all)},\n`).join("")})`,
    parameters: choices,
    use: (ops) => {
      const stages = written.map((each) => operatorOf(ops, each, all));
      return (events) => stages.reduce<Observable<Any>>((stream, stage) => stage(stream), events);
    },
  };
};

/**
 * Random pipelines of up to four stages over events with members of some domains: cuts joined in any way, weights, and a
 * count, a sum or a histogram; up to seven comparisons are relaxed.
 * @throws E_SHAPE for members without a number
 * @example
 * pipelineArbitrary(events, { numbers: ["mass(ev.jet[0], ev.jet[1]) / 200"], scope: { mass } });
 */
export const pipelineArbitrary = <const M extends Members>(
  members: M,
  { numbers = [], scope = {} }: PipelineOptions = {},
): fc.Arbitrary<RandomPipeline<M>> => {
  const own = vocabularyOf(members);
  const words = { ...own, numbers: [...own.numbers, ...numbers.map((text) => `(${text})`)] };
  if (words.numbers.length === 0)
    throw fail("E_SHAPE", {
      what: "there is no number to cut on",
      cure: "give a member the domain of a number, real(min, max)",
    });
  return tapeArbitrary(60).map((tape) => pipelineFrom<M>(tape, words, scope));
};
