import { fail } from "../../errors.ts";
import type { Block } from "../statement.ts";
import { generated, type Kernel, OutOfRoom } from "./generated.ts";
import { lower } from "./lower.ts";
import { isStable, type Memory, sharedMemory } from "./memory.ts";
import { printJs, type Source } from "./print-js.ts";
import { tooManyTurns } from "./too-many-turns.ts";
import type { Procedure } from "./values.ts";

type Compiled = (
  M: Float64Array,
  base: number,
  top: number,
  F: Source["functions"],
  call: (callee: number, top: number, ...inputs: readonly number[]) => void,
  late: (needed: number) => never,
  stop: (place: number, most: number) => never,
) => void;

/** The function of a text; undefined where code may not be made from text. */
const compile = (text: string): Compiled | undefined => {
  try {
    return new Function("M", "base", "top", "F", "call", "late", "stop", `"use strict";\n${text}`) as Compiled;
  } catch (cause) {
    if (cause instanceof EvalError) return undefined;
    throw fail("E_UPSTREAM", { what: "a generated procedure does not parse", where: text.slice(0, 2000), cause });
  }
};

const kernelOf = (compiled: Compiled, { functions, callees, origins }: Source, memory: Memory): Kernel => {
  const late = (needed: number): never => {
    throw new OutOfRoom(needed);
  };
  const stop = (place: number, most: number): never => {
    throw tooManyTurns(most, origins[place]);
  };
  return (base, top) => {
    const floats = memory.floats();
    const call = (callee: number, free: number, ...inputs: readonly number[]): void => {
      memory.top = free;
      if (!isStable(memory, () => callees[callee]?.(floats, inputs))) throw new OutOfRoom(free);
    };
    compiled(floats, base, top, functions, call, late, stop);
  };
};

/** A block as generated JavaScript; undefined where code may not be made from text. */
export const jsProcedure = (block: Block): Procedure | undefined => {
  const routine = lower(block, 1);
  const source = printJs(routine);
  const compiled = compile(source.text);
  if (!compiled) return undefined;
  const memory = sharedMemory();
  return generated(block, routine, memory, 1, kernelOf(compiled, source, memory));
};
