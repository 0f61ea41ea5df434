import { fail } from "../errors.ts";
import { remembering } from "../program/index.ts";
import { leafAt, listAt, validityAt } from "./columns.ts";
import { digitize } from "./digitize.ts";
import type { Environment, Rows } from "./environment.ts";
import { interpreterLane } from "./interpreter-lane.ts";
import { type Source, writeJs } from "./js-source.ts";
import { atOnce, type Lane } from "./lane.ts";
import { sort } from "./sort.ts";

const names = ["from", "to", "first", "N", "L", "O", "Q", "V", "A", "C", "F", "digitize", "sort"] as const;

type Compiled = (...inputs: readonly unknown[]) => void;

const kernels = remembering<string, Compiled>(256);

/** The function of a text, compiled once; undefined where code may not be made from text. */
const compile = (text: string): Compiled | undefined => {
  try {
    return kernels(text, () => new Function(...names, `"use strict";\n${text}`) as Compiled);
  } catch (cause) {
    if (cause instanceof EvalError) return undefined;
    throw fail("E_UPSTREAM", { what: "a generated kernel does not parse", where: text, cause });
  }
};

/** Generated code, which is handed columns of the rows, values by variable, and the arrays that it writes to. */
export type Bound = (rows: Rows, given: Environment, accumulators: readonly unknown[]) => void;

/** Makes generated code ready to run; undefined where code may not be made from text. */
export const bound = ({ text, slots }: Source): Bound | undefined => {
  const kernel = compile(text);
  if (!kernel) return undefined;
  return (rows, given, accumulators) => {
    const { columns, from, to, first, numbers } = rows;
    const lists = slots.lists.map((slot) => listAt(columns, slot).offsets);
    const bits = slots.validities.map((slot) => validityAt(columns, slot));
    kernel(
      from,
      to,
      first,
      numbers,
      slots.leaves.map((slot) => leafAt(columns, slot).values),
      lists,
      bits,
      slots.given.map((id) => given.get(id)),
      accumulators,
      slots.constants,
      slots.functions,
      digitize,
      sort,
    );
  };
};

/** Generated JavaScript with fused loops; where code may not be made from text, the interpreter. */
export const jsLane: Lane = {
  name: "javascript",
  prepare: (pass) => {
    const run = bound(writeJs(pass));
    return run ? atOnce(run) : interpreterLane.prepare(pass);
  },
};
