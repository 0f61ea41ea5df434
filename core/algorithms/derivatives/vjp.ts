import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Step } from "../operation.ts";
import {
  type Block,
  type CallRules,
  type CallStatement,
  type LoopStatement,
  type Statement,
  shapeOf,
  type WhileStatement,
} from "../statement.ts";
import { type Adjoints, adjoints } from "./adjoints.ts";
import { addsToFlow, turnsBackwards } from "./back-turns.ts";
import { forward, isActive, type Made, made, plainWalk, reachedBy, type Walk } from "./forward.ts";
import { inRange } from "./in-range.ts";
import { type Names, nameAll, names } from "./names.ts";
import { flowThrough, zeroLike } from "./partial.ts";
import { ownIn, variedIn } from "./varied.ts";

type Steps = {
  readonly [K in Statement["kind"]]?: (
    walk: Walk,
    statement: Extract<Statement, { kind: K }>,
    made: Made,
    flows: Adjoints,
  ) => void;
};

const backTurns = (walk: Walk, statement: LoopStatement | WhileStatement, made: Made, flows: Adjoints): void =>
  turnsBackwards(walk, statement, made, flows, backward);

const steps: Steps = {
  equation: (walk, { equation }, { at }, flows) => {
    const flow = isActive(walk, equation.output) ? flows.take(equation.output) : undefined;
    if (!flow) return;
    const now = { ...equation, inputs: equation.inputs.map(at.of), output: at.of(equation.output) };
    for (const [k, input] of equation.inputs.entries()) {
      const part = isActive(walk, input) ? flowThrough(walk.b, now, k, flow) : undefined;
      if (part) flows.add(input, [], part);
    }
  },
  read: (walk, { array, indices, checked, output }, { at }, flows) => {
    const flow = isActive(walk, output) ? flows.take(output) : undefined;
    if (!flow) return;
    const add = (): readonly Atom[] => {
      flows.add(array, indices.map(at.of), flow);
      return [];
    };
    if (!checked) return void add();
    flows.open([array]);
    walk.b.cond(inRange(walk.b, at.of(array), indices.map(at.of)), add, () => []);
    flows.close();
  },
  accumulate: (walk, { into, indices, value }, { at }, flows) => {
    const flow = walk.sums.get(into.id);
    if (flow && isActive(walk, value)) flows.add(value, [], walk.b.read(flow, indices.map(at.of)));
  },
  freeze: (walk, { accumulator, output }, _made, flows) => {
    const flow = isActive(walk, output) ? flows.take(output) : undefined;
    if (flow) walk.sums.set(accumulator.id, flow);
  },
  operation: (walk, { operation, inputs, outputs, settings, from }, { at }, flows) => {
    const cotangents = outputs.map((output) => (isActive(walk, output) ? flows.take(output) : undefined));
    if (cotangents.every((flow) => flow === undefined)) return;
    const step = { inputs: inputs.map(at.of), outputs: outputs.map(at.of), options: settings };
    const parts = walk.b.from(from, () => operation.vjp(walk.b, step, cotangents));
    for (const [k, input] of inputs.entries()) {
      const part = parts[k];
      if (part) flows.add(input, [], part);
    }
  },
  cond: (walk, statement, around, flows) => {
    const { b } = walk;
    const { at } = around;
    const cotangents = statement.outputs.map((output) => (isActive(walk, output) ? flows.take(output) : undefined));
    if (cotangents.every((flow) => flow === undefined) && !addsToFlow(walk, statement)) return;
    flows.open(reachedBy(walk, statement));
    const branch = (block: Block) => (): readonly Atom[] => {
      const inner = made(at.inner(), new Set());
      for (const [variable, atom] of around.kept.get(block) ?? []) inner.at.set(variable, atom);
      forward(walk, block, inner);
      const own = adjoints(b, ownIn(block), inner.at.of, walk.active, flows);
      for (const [k, result] of block.results.entries()) {
        const flow = cotangents[k];
        if (flow) own.add(result, [], flow);
      }
      backward(walk, block, inner, own);
      return [];
    };
    b.from(statement.from, () => b.cond(at.of(statement.test), branch(statement.yes), branch(statement.no)));
    flows.close();
  },
  call: (walk, statement, { at }, flows) => {
    const { b } = walk;
    const { inputs, outputs, rules, from } = statement;
    const cotangents = outputs.map((output) => (isActive(walk, output) ? flows.take(output) : undefined));
    if (cotangents.every((flow) => flow === undefined)) return;
    const now = inputs.map(at.of);
    const parts = b.from(from, () => {
      const step = { inputs: now, outputs: outputs.map(at.of), options: {} };
      if (rules.vjp) return rules.vjp(b, step, cotangents);
      return rules.jvp ? transposed(b, rules.jvp, step, cotangents) : backCall(walk, statement, at, flows, cotangents);
    });
    for (const [k, input] of inputs.entries()) {
      const part = parts[k];
      if (part) flows.add(input, [], part);
    }
  },
  loop: backTurns,
  while: backTurns,
};

/** The body of a call, computed again and gone through backwards: the cotangents of its parameters. */
const backCall = (
  walk: Walk,
  statement: CallStatement,
  at: Names,
  flows: Adjoints,
  cotangents: readonly (Atom | undefined)[],
): readonly (Atom | undefined)[] => {
  const { body, inputs } = statement;
  const inner = made(at.inner(), new Set());
  nameAll(inner.at, body.params, inputs.map(at.of));
  flows.open(reachedBy(walk, statement));
  forward(walk, body, inner);
  const own = adjoints(walk.b, ownIn(body), inner.at.of, walk.active, flows);
  for (const [k, result] of body.results.entries()) {
    const flow = cotangents[k];
    if (flow) own.add(result, [], flow);
  }
  backward(walk, body, inner, own);
  flows.close();
  return body.params.map((param) => own.take(param));
};

/** The cotangents of inputs from a rule that gives tangents: it is linear, so its own reverse mode at zero is the transpose. */
const transposed = (
  b: ArrayBuilder,
  rule: NonNullable<CallRules["jvp"]>,
  step: Step,
  cotangents: readonly (Atom | undefined)[],
): readonly (Atom | undefined)[] => {
  const tangents = step.inputs.map((input) => b.variable("f64", shapeOf(input)));
  const linear = b.block(tangents, () => {
    const made = rule(b, step, tangents);
    return step.outputs.map((output, k) => made[k] ?? zeroLike(b, output));
  });
  const zeros = step.inputs.map((input) => zeroLike(b, input));
  return vjp(
    b,
    linear,
    zeros,
    step.inputs.map(({ dtype }) => dtype === "f64"),
  ).pullback(cotangents);
};

const backward = (walk: Walk, block: Block, made: Made, flows: Adjoints): void => {
  for (const statement of block.statements.toReversed()) {
    const step = steps[statement.kind] as
      | ((walk: Walk, statement: Statement, made: Made, flows: Adjoints) => void)
      | undefined;
    step?.(walk, statement, made, flows);
  }
};

export interface Pullback {
  readonly results: readonly Atom[];
  /** The cotangents of the wanted parameters from those of the results; called where the block was made anew. */
  readonly pullback: (cotangents: readonly (Atom | undefined)[]) => readonly (Atom | undefined)[];
}

export interface ReverseOptions {
  /**
   * How many bytes the carried variables of one loop may take, all turns together. A loop that needs more keeps them at
   * the start of each segment of its turns, about twice the square root of their number, and computes the rest again.
   */
  readonly memory?: number | undefined;
}

/**
 * Reverse mode: makes a block anew for these inputs, and then goes through it backwards; undefined stands for zero.
 * What independent turns of a loop computed is computed again on the way back; other loops keep their carried variables
 * turn by turn, and compute the rest again.
 * @param wanted - which parameters have cotangents
 */
export const vjp = (
  b: ArrayBuilder,
  block: Block,
  inputs: readonly Atom[],
  wanted: readonly boolean[],
  { memory }: ReverseOptions = {},
): Pullback => {
  const seeds = block.params.filter((param, k) => wanted[k] && param.dtype === "f64");
  const walk: Walk = { ...plainWalk(b, variedIn(block, seeds)), memory };
  const first = made(names());
  nameAll(first.at, block.params, inputs);
  forward(walk, block, first);
  return {
    results: block.results.map(first.at.of),
    pullback: (cotangents) => {
      walk.sums.clear();
      const flows = adjoints(b, ownIn(block), first.at.of, walk.active);
      for (const [k, result] of block.results.entries()) {
        const flow = cotangents[k];
        if (flow) flows.add(result, [], flow);
      }
      backward(walk, block, first, flows);
      return block.params.map((param) => (isActive(walk, param) ? flows.take(param) : undefined));
    },
  };
};
