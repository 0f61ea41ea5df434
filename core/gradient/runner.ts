import {
  codeIn,
  type Environment,
  type Feed,
  interpretSmall,
  type Join,
  type LaneName,
  lanes,
  outputOf,
  type Pending,
  type Prepared,
  prepared,
  type Rows,
  type Supply,
  scalar,
  totalsOf,
  workersLane,
} from "../backends/index.ts";
import { fail } from "../errors.ts";
import { add, reducers } from "../primitives/index.ts";
import type { Equation, Input, Pass, Plan } from "../program/index.ts";
import { type Bindings, partOf } from "./bindings.ts";

/** A plan with its parameters bound: it adds up events, and gives what they add up to. */
export interface Run {
  readonly add: (rows: Rows) => void;
  /** Ends a block: what was added since the last one is added to the blocks before. */
  readonly end: () => void;
  /** Forgets what was added since the last block ended. */
  readonly drop: () => void;
  /** The outputs for all blocks. */
  readonly outputs: () => readonly Float64Array[];
}

/** Values handed to a pass by name, such as the cotangents of a reverse pass. */
export type Given = ReadonlyMap<string, Float64Array>;

/** What the inputs of a program stand for under bindings. */
export const supplyOf =
  (bindings: Bindings, given: Given, known: Environment): Supply =>
  ({ variable, source }: Input) => {
    if (source.kind === "parameter") return scalar(partOf(bindings, source.parameter, source.part));
    if (source.kind === "array") return Float64Array.from(source.values);
    const value = known.get(variable.id) ?? (source.kind === "given" ? given.get(source.name) : undefined);
    if (value) return value;
    throw fail("E_SHAPE", {
      what: `the input ${source.kind === "given" ? source.name : source.kind} was not handed in`,
    });
  };

const sizeOf = ({ output }: Equation): number => (output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 1);

const startOf = ({ primitive }: Equation): number =>
  Number((primitive.kind === "structural" && reducers.get(primitive)?.start) || 0);

/** What joins two partial results; undefined for a sum. */
const stepOf = ({ primitive }: Equation): Join | undefined => {
  const reducer = primitive.kind === "structural" ? reducers.get(primitive) : undefined;
  return reducer && reducer.step !== add.primitive ? (reducer.step.evaluate as unknown as Join) : undefined;
};

const filled = (numbers: Float64Array, start: number): Float64Array => (start === 0 ? numbers : numbers.fill(start));

const isColumn = ({ source }: Input): boolean =>
  source.kind === "column" || source.kind === "validity" || source.kind === "event" || source.kind === "code";

/** What the events of one block add up to. */
interface Block {
  readonly sums: readonly Float64Array[];
  readonly feed: Feed | undefined;
}

/** How many blocks may wait for other threads while the next one is read. */
const mostWaiting = 16;

/** How many blocks' arrays are kept for the next run. */
const mostIdle = 2;

/** Binds a plan. */
export type Runner = (bindings: Bindings, given?: Given) => Run;

/** The kernels of a pass by lane, each made when it is first asked for. */
const kernelsOf = (pass: Pass | undefined): ((lane: LaneName) => Prepared | undefined) => {
  const made = new Map<LaneName, Prepared>();
  return (lane) => {
    const kernel = made.get(lane) ?? (pass && prepared(lanes[lane], pass));
    if (kernel) made.set(lane, kernel);
    return kernel;
  };
};

/**
 * Makes a plan ready to run.
 * @param quickest - the lane that runs it where none is asked for
 */
export const runner = (plan: Plan, quickest: LaneName): Runner => {
  const { prologue, pass, epilogue } = plan;
  const kernels = kernelsOf(pass);
  const equations = pass?.accumulators ?? [];
  const [starts, steps] = [equations.map(startOf), equations.map(stepOf)];
  const inputs = pass?.program.inputs ?? [];
  const words = inputs.flatMap(({ source }, k) => (source.kind === "code" ? [{ source, k }] : []));
  /** Arrays of blocks that have ended, which hold what sums start from. */
  const idle: (readonly Float64Array[])[] = [];
  return (bindings, given = new Map()) => {
    const found = kernels(bindings.lane ?? (bindings.workers ? workersLane : quickest));
    const known = interpretSmall(prologue, supplyOf(bindings, given, new Map()));
    /** What the kernel is given, under the numbers that the inputs of the pass have for it. */
    const handed: Environment = new Map();
    for (const [k, input] of inputs.entries()) {
      if (isColumn(input)) continue;
      const { id } = input.variable;
      const value = known.get(id) ?? supplyOf(bindings, given, known)(input);
      known.set(id, value);
      handed.set(found?.inputs[k] ?? id, value);
    }
    const startingSums = (): readonly Float64Array[] =>
      equations.map((equation, k) => filled(new Float64Array(sizeOf(equation)), starts[k] ?? 0));
    const spare: Block[] = [];
    const emptyBlock = (): Block => {
      const sums = idle.pop() ?? startingSums();
      return { sums, feed: found?.kernel(sums, bindings.workers) };
    };
    let block: Block | undefined;
    const totals = totalsOf(steps);
    const waiting: Pending[] = [];
    const settle = (left: number): void => {
      for (let [first] = waiting; first && (waiting.length > left || first.isDone()); [first] = waiting) {
        totals.join(first.take());
        waiting.shift();
      }
    };
    return {
      add: (rows) => {
        for (const { source, k } of words)
          handed.set(found?.inputs[k] ?? 0, scalar(codeIn(rows.columns, source.slot, source.word)));
        block ??= spare.pop() ?? emptyBlock();
        block.feed?.add(rows, handed);
      },
      end: () => {
        const ended = block;
        block = undefined;
        if (!ended) return;
        spare.push(ended);
        const there = ended.feed?.take?.();
        if (there) {
          totals.join(there);
          return;
        }
        const pending = ended.feed?.end();
        if (pending) waiting.push(pending);
        else {
          totals.join(ended.sums);
          for (const [k, start] of starts.entries()) ended.sums[k]?.fill(start);
        }
        settle(mostWaiting);
      },
      drop: () => {
        block = undefined;
      },
      outputs: () => {
        settle(0);
        for (const { sums } of spare.splice(0)) if (idle.length < mostIdle) idle.push(sums);
        const sums = totals.read() ?? startingSums();
        const after: Environment = new Map(known);
        for (const [k, { output }] of equations.entries()) after.set(output.id, sums[k] ?? scalar(0));
        const env = interpretSmall(epilogue, supplyOf(bindings, given, after));
        return epilogue.outputs.map((output) => outputOf(env, output));
      },
    };
  };
};
