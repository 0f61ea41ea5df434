import { type Atom, constant, type Var } from "../../program/index.ts";
import { again, made } from "../derivatives/forward.ts";
import { nameAll } from "../derivatives/names.ts";
import { type Block, blocksOf, isArray, outputsOf, type Statement, shapeOf } from "../statement.ts";
import type { Differing } from "./differing.ts";
import { close } from "./open-steps.ts";
import { differs, type Making, rowOf } from "./rows.ts";

/** Whether something in a statement differs between turns. */
const isMixed = (differing: Differing, s: Statement): boolean =>
  outputsOf(s).some(({ id }) => differing.has(id)) ||
  (s.kind === "accumulate" && differing.has(s.into.id)) ||
  blocksOf(s).some(({ statements }) => statements.some((inner) => isMixed(differing, inner)));

/** Whether a statement works on single numbers, without loops inside. */
const isStep = (making: Making, s: Statement): boolean => {
  switch (s.kind) {
    case "equation":
      return true;
    case "read":
      return !isArray(s.output);
    case "accumulate":
      return !isArray(s.value);
    case "cond":
      return differs(making, s.test);
    default:
      return false;
  }
};

/** The results of a block inside, made anew: rows where what they come to differs between turns. */
const resultsOf = (
  { rows, at }: Making,
  { params, statements, results }: Block,
  inputs: readonly Atom[],
  outputs: readonly (Var | undefined)[],
): readonly Atom[] => {
  const inner: Making = { rows, at: at.inner(), open: [] };
  nameAll(inner.at, params, inputs);
  inAllTurns(inner, statements);
  return results.map((result, k) => (differs(inner, outputs[k]) ? rowOf(inner, result) : inner.at.of(result)));
};

/** What is carried at first: rows where what it comes to differs. */
const startsOf = (making: Making, initial: readonly Atom[], outputs: readonly Var[]): readonly Atom[] =>
  initial.map((start, k) => (differs(making, outputs[k]) ? rowOf(making, start) : making.at.of(start)));

type Makers = {
  readonly [K in Statement["kind"]]?: (making: Making, statement: Extract<Statement, { kind: K }>) => void;
};

/** Makes statements anew for all turns: those with arrays or blocks. */
const makers: Makers = {
  read: ({ rows: { b }, at }, { array, indices, checked, output }) => {
    at.set(output, b.read(at.of(array), indices.map(at.of), checked));
  },
  accumulator: ({ rows: { b, count }, at }, { output }) => {
    at.set(output, b.accumulator([...shapeOf(output).map(at.of), count]));
  },
  accumulate: (making, { into, indices, value }) => {
    const { rows, at } = making;
    const sum = at.of(into);
    if (sum.kind === "var") rows.b.accumulate(sum, indices.map(at.of), rowOf(making, value));
  },
  freeze: ({ rows: { b }, at }, { accumulator, output }) => {
    const sum = at.of(accumulator);
    if (sum.kind === "var") at.set(output, b.freeze(sum));
  },
  loop: (making, { count, descending, initial, body, outputs, from }) => {
    const { rows, at } = making;
    const { b } = rows;
    const done = b.from(from, () =>
      b.loop(
        at.of(count),
        startsOf(making, initial, outputs),
        (turn, states) => {
          const results = resultsOf(making, body, [turn, ...states], outputs);
          return { carried: results.slice(0, initial.length), collected: results.slice(initial.length) };
        },
        descending,
      ),
    );
    nameAll(at, outputs, [...done.carried, ...done.collected]);
  },
  while: (making, { most, initial, test, body, outputs, from }) => {
    const { rows, at } = making;
    const { b } = rows;
    const done = b.from(from, () =>
      b.repeat(
        at.of(most),
        startsOf(making, initial, outputs),
        (states) => resultsOf(making, test, states, [])[0] ?? constant(false),
        (states) => resultsOf(making, body, states, outputs),
      ),
    );
    nameAll(at, outputs, [...done.carried, done.turns]);
  },
  cond: (making, { test, yes, no, outputs, from }) => {
    const { rows, at } = making;
    const { b } = rows;
    const branch = (block: Block) => () => resultsOf(making, block, [], outputs);
    nameAll(
      at,
      outputs,
      b.from(from, () => b.cond(at.of(test), branch(yes), branch(no))),
    );
  },
};

/** Makes statements anew, each for all turns before the next one; what is the same in all turns is made once. */
export const inAllTurns = (making: Making, statements: readonly Statement[]): void => {
  const { rows, at, open } = making;
  const alike = made(at, undefined, true);
  for (const s of statements)
    if (!isMixed(rows.differing, s)) again(rows.walk, s, alike);
    else if (isStep(making, s)) open.push(s);
    else {
      close(making);
      const make = makers[s.kind] as (making: Making, statement: Statement) => void;
      make(making, s);
    }
  close(making);
};
