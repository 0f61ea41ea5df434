import {
  type Environment,
  interpretSmall,
  jsLane,
  type Lane,
  outputOf,
  type Supply,
  scalar,
} from "../backends/index.ts";
import type { Batch } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { reducers } from "../primitives/index.ts";
import type { Equation, Input, Plan } from "../program/index.ts";
import { type Bindings, partOf } from "./bindings.ts";

/** Events per block: each block is added up by itself, then blocks in order, however the stream was cut. */
const blockSize = 8192;

/** A pass in progress. */
export interface Run {
  add(batch: Batch): void;
  /** The outputs of the program. */
  finish(): readonly Float64Array[];
  readonly events: number;
}

/** Values handed to a pass by name, such as the cotangents of a reverse pass. */
export type Given = ReadonlyMap<string, Float64Array>;

const supplyOf =
  (bindings: Bindings, given: Given, known: Environment): Supply =>
  ({ variable, source }: Input) => {
    if (source.kind === "parameter") return scalar(partOf(bindings, source.parameter, source.part));
    const value = known.get(variable.id) ?? (source.kind === "given" ? given.get(source.name) : undefined);
    if (value) return value;
    throw fail("E_SHAPE", {
      what: `the input ${source.kind === "given" ? source.name : source.kind} was not handed in`,
    });
  };

const sizeOf = ({ output }: Equation): number => (output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 1);

const startOf = ({ primitive }: Equation): number =>
  Number((primitive.kind === "structural" && reducers.get(primitive)?.start) || 0);

const stepOf = ({ primitive }: Equation): ((a: number, x: number) => number) =>
  (primitive.kind === "structural" && reducers.get(primitive)?.step) || ((a, x) => a + x);

const arraysOf = (equations: readonly Equation[]): readonly Float64Array[] =>
  equations.map((equation) => new Float64Array(sizeOf(equation)).fill(startOf(equation)));

const arrayInputs = (inputs: readonly Input[]): readonly (readonly [number, Float64Array])[] =>
  inputs.flatMap(({ variable, source }) =>
    source.kind === "array" ? [[variable.id, Float64Array.from(source.values)] as const] : [],
  );

/** Starts a pass of a plan. */
export type Runner = (bindings: Bindings, given?: Given) => Run;

/** Makes a plan ready to run. */
export const runner = (plan: Plan, lane: Lane = jsLane): Runner => {
  const { prologue, pass, epilogue } = plan;
  const kernel = pass && lane.prepare(pass);
  const equations = pass?.accumulators ?? [];
  return (bindings, given = new Map()) => {
    const known = interpretSmall(prologue, supplyOf(bindings, given, new Map()));
    for (const input of pass?.program.inputs ?? []) {
      const { kind } = input.source;
      if (kind === "parameter" || (kind === "given" && !known.has(input.variable.id)))
        known.set(input.variable.id, supplyOf(bindings, given, known)(input));
    }
    for (const [id, values] of arrayInputs(pass?.program.inputs ?? [])) known.set(id, values);
    const totals = arraysOf(equations);
    let block = arraysOf(equations);
    let events = 0;
    const endBlock = (): void => {
      equations.forEach((equation, k) => {
        const step = stepOf(equation);
        const total = totals[k];
        block[k]?.forEach((x, i) => {
          if (total) total[i] = step(total[i] ?? 0, x);
        });
      });
      block = arraysOf(equations);
    };
    return {
      get events() {
        return events;
      },
      add: (batch) => {
        let from = 0;
        while (from < batch.size) {
          const to = Math.min(batch.size, from + blockSize - (events % blockSize));
          kernel?.({ columns: batch.columns, from, to, first: batch.first }, known, block);
          events += to - from;
          from = to;
          if (events % blockSize === 0) endBlock();
        }
      },
      finish: () => {
        endBlock();
        const after: Environment = new Map(known);
        equations.forEach(({ output }, k) => {
          const total = totals[k];
          if (total) after.set(output.id, total);
        });
        const env = interpretSmall(epilogue, supplyOf(bindings, given, after));
        return epilogue.outputs.map((output) => {
          const value = outputOf(env, output);
          return value.length > 0 || output.kind === "const" ? value : (after.get(output.id) ?? value);
        });
      },
    };
  };
};
