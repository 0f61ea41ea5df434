import type { Evaluation } from "./evaluation.ts";
import { sent } from "./sent.ts";
import { repeated, repetitionsOf, type Timing, timed } from "./timing.ts";

/** What is answered to one message. */
export interface Answer {
  readonly id: unknown;
  readonly tool?: string;
  readonly success?: boolean;
  readonly output?: unknown;
  readonly error?: string;
  readonly timings?: readonly Timing[];
}

type Message = Readonly<Record<string, unknown>>;

/** Loads the evaluation of a name; undefined where there is none. */
export type Load = (name: string) => Promise<Evaluation | undefined>;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const listed = (names: readonly string[]): string => names.join(", ");

/**
 * Answers the messages of an evaluation program, one after another.
 * @param names - the modules that can be defined
 */
export const conversation = (load: Load, names: readonly string[]): ((line: string) => Promise<Answer>) => {
  const defined = new Map<string, Evaluation>();

  const define = async ({ module }: Message): Promise<Omit<Answer, "id">> => {
    const before = process.hrtime.bigint();
    const evaluation = typeof module === "string" && names.includes(module) ? await load(module) : undefined;
    if (typeof module !== "string" || !evaluation)
      throw new Error(`module ${JSON.stringify(module)} is not here; there is ${listed(names)}`);
    defined.set(module, evaluation);
    return {
      success: true,
      timings: [{ name: "prepare", nanoseconds: Number(process.hrtime.bigint() - before) }],
    };
  };

  const evaluate = ({ module, function: name, input }: Message): Omit<Answer, "id"> => {
    const evaluation = typeof module === "string" ? defined.get(module) : undefined;
    if (!evaluation) throw new Error(`module ${JSON.stringify(module)} is not defined`);
    const prepare = typeof name === "string" && Object.hasOwn(evaluation, name) ? evaluation[name] : undefined;
    if (!prepare)
      throw new Error(`function ${JSON.stringify(name)} is not there; there is ${listed(Object.keys(evaluation))}`);
    const repetitions = repetitionsOf(input);
    const { result: run, timing } = timed("prepare", () => prepare(input));
    const { output, timings } = repeated(run, repetitions);
    return { success: true, output: sent(output), timings: [timing, ...timings] };
  };

  const kinds: Readonly<Record<string, (message: Message) => Promise<Omit<Answer, "id">> | Omit<Answer, "id">>> = {
    start: () => ({ tool: "jagrad" }),
    define,
    evaluate,
  };

  return async (line) => {
    let message: Message;
    try {
      message = messageOf(line);
    } catch (error) {
      return { id: null, success: false, error: reason(error) };
    }
    const { id, kind } = message;
    try {
      const answer = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
      return { id, ...(await answer?.(message)) };
    } catch (error) {
      return { id, success: false, error: reason(error) };
    }
  };
};

const messageOf = (line: string): Message => {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null || !("id" in value) || !Number.isSafeInteger(value.id))
    throw new Error("a message is an object with a whole number as its id");
  return value as Message;
};
