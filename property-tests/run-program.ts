import {
  type Environment,
  interpretSmall,
  type Lane,
  outputOf,
  type Rows,
  runOnce,
  scalar,
} from "../core/backends/index.ts";
import { reducers } from "../core/primitives/index.ts";
import type { Equation, Input, Program } from "../core/program/index.ts";
import { plan } from "../core/transforms/index.ts";

/** What parameters and given inputs stand for; undefined for an input that a program may not have. */
export type Supplied = (input: Input) => number | Float64Array | undefined;

const nothing: Supplied = () => undefined;

const startOf = ({ primitive, output }: Equation): Float64Array => {
  const size = output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 1;
  const start = primitive.kind === "structural" ? reducers.get(primitive)?.start : undefined;
  return new Float64Array(size).fill(Number(start ?? 0));
};

/** Runs a program over rows on one lane: what is before, in and after the event loop. */
export const runProgram = (
  program: Program,
  lane: Lane,
  rows: Rows,
  supplied: Supplied = nothing,
): readonly Float64Array[] => {
  const { prologue, pass, epilogue } = plan(program);
  const supplyFrom =
    (known: Environment) =>
    (input: Input): Float64Array => {
      if (input.source.kind === "array") return Float64Array.from(input.source.values);
      const value = known.get(input.variable.id) ?? supplied(input);
      if (value === undefined) throw new Error(`no value for an input of kind ${input.source.kind}`);
      return typeof value === "number" ? scalar(value) : value;
    };
  const known = interpretSmall(prologue, supplyFrom(new Map()));
  for (const input of pass?.program.inputs ?? [])
    if (!known.has(input.variable.id) && !["column", "validity", "event"].includes(input.source.kind))
      known.set(input.variable.id, supplyFrom(known)(input));
  const accumulators = pass?.accumulators ?? [];
  const totals = accumulators.map(startOf);
  if (pass) runOnce(lane.prepare(pass), rows, known, totals);
  accumulators.forEach(({ output }, k) => {
    const total = totals[k];
    if (total) known.set(output.id, total);
  });
  const after = interpretSmall(epilogue, supplyFrom(known));
  return epilogue.outputs.map((atom) => {
    const value = outputOf(after, atom);
    return value.length > 0 || atom.kind === "const" ? value : (known.get(atom.id) ?? value);
  });
};
