import type { Atom, Var } from "../../program/index.ts";
import { type Block, outputsOf, type Statement } from "../statement.ts";

type Steps = { readonly [K in Statement["kind"]]?: (statement: Extract<Statement, { kind: K }>) => void };

/** The variables of a block, and of the blocks inside it, that change smoothly with some of its parameters. */
export const variedIn = (block: Block, seeds: readonly Var[]): ReadonlySet<number> => {
  const varied = new Set(seeds.map(({ id }) => id));
  const isVaried = (atom: Atom): boolean => atom.kind === "var" && varied.has(atom.id);
  const mark = (variable: Var | undefined, holds: boolean): void => {
    if (variable && holds && variable.dtype === "f64") varied.add(variable.id);
  };
  /** Marks the carried variables of a loop until nothing changes. */
  const turns = (body: Block, carried: readonly Var[], initial: readonly Atom[]): void => {
    for (const [k, atom] of initial.entries()) mark(carried[k], isVaried(atom));
    for (let before = -1; before !== varied.size; ) {
      before = varied.size;
      body.statements.forEach(look);
      for (const [k, param] of carried.entries()) {
        const next = body.results[k];
        mark(param, next !== undefined && isVaried(next));
      }
    }
  };
  const look = (statement: Statement): void => {
    const step = steps[statement.kind] as ((statement: Statement) => void) | undefined;
    step?.(statement);
  };
  const steps: Steps = {
    equation: ({ equation: { primitive, inputs, output } }) => {
      mark(
        output,
        inputs.some((input, k) => isVaried(input) && primitive.modes[k] !== "flat"),
      );
    },
    read: ({ array, output }) => {
      mark(output, isVaried(array));
    },
    accumulate: ({ into, value }) => {
      mark(into, isVaried(value));
    },
    freeze: ({ accumulator, output }) => {
      mark(output, isVaried(accumulator));
    },
    operation: ({ inputs, outputs }) => {
      for (const output of outputs) mark(output, inputs.some(isVaried));
    },
    loop: ({ body, initial, outputs }) => {
      const carried = body.params.slice(1);
      turns(body, carried, initial);
      for (const [k, output] of outputs.entries()) {
        const result = carried[k] ?? body.results[k];
        mark(output, result !== undefined && isVaried(result));
      }
    },
    while: ({ body, initial, outputs }) => {
      turns(body, body.params, initial);
      for (const [k, param] of body.params.entries()) mark(outputs[k], isVaried(param));
    },
    call: ({ body, inputs, outputs }) => {
      for (const [k, param] of body.params.entries()) {
        const input = inputs[k];
        mark(param, input !== undefined && isVaried(input));
      }
      body.statements.forEach(look);
      for (const output of outputs) mark(output, [...inputs, ...body.results].some(isVaried));
    },
    cond: ({ yes, no, outputs }) => {
      for (const branch of [yes, no]) {
        branch.statements.forEach(look);
        for (const [k, result] of branch.results.entries()) mark(outputs[k], isVaried(result));
      }
    },
  };
  block.statements.forEach(look);
  return varied;
};

/** The variables that a block has of its own: its parameters and what its statements define. */
export const ownIn = (block: Block): ReadonlySet<number> =>
  new Set([...block.params, ...block.statements.flatMap(outputsOf)].map(({ id }) => id));
