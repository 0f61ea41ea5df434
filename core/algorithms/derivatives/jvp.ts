import { fail } from "../../errors.ts";
import { where } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { type Block, type Statement, shapeOf } from "../statement.ts";
import { type Walk as Again, again, isActive, made, plainWalk } from "./forward.ts";
import { inRange } from "./in-range.ts";
import { type Names, nameAll, names } from "./names.ts";
import { flowThrough, plus, zeroLike } from "./partial.ts";
import { variedIn } from "./varied.ts";

type Tangents = Map<number, Atom>;

interface Walk extends Again {
  /** Tangents by the variables of the block. */
  readonly tangents: Tangents;
}

const tangentOf = ({ tangents }: Walk, atom: Atom): Atom | undefined =>
  atom.kind === "var" ? tangents.get(atom.id) : undefined;

/** The tangent of what varies, zero where nothing flows. */
const dense = (walk: Walk, at: Names, atom: Atom): Atom => tangentOf(walk, atom) ?? zeroLike(walk.b, at.of(atom));

const setTangents = ({ tangents }: Walk, variables: readonly Var[], atoms: readonly (Atom | undefined)[]): void => {
  for (const [k, variable] of variables.entries()) {
    const atom = atoms[k];
    if (atom) tangents.set(variable.id, atom);
  }
};

type Steps = {
  readonly [K in Statement["kind"]]?: (walk: Walk, statement: Extract<Statement, { kind: K }>, at: Names) => void;
};

type Step = (walk: Walk, statement: Statement, at: Names) => void;

const pushAll = (walk: Walk, { statements }: Block, at: Names): void => {
  for (const statement of statements) {
    const whole = together[statement.kind] as Step | undefined;
    const tangents = steps[statement.kind] as Step | undefined;
    if (whole) whole(walk, statement, at);
    else {
      again(walk, statement, made(at));
      tangents?.(walk, statement, at);
    }
  }
};

const pushCond = (walk: Walk, statement: Extract<Statement, { kind: "cond" }>, at: Names): void => {
  const { b } = walk;
  const active = statement.outputs.map((output) => isActive(walk, output));
  const branch = (block: Block) => (): readonly Atom[] => {
    const inner = at.inner();
    pushAll(walk, block, inner);
    return [
      ...block.results.map(inner.of),
      ...block.results.filter((_, k) => active[k]).map((result) => dense(walk, inner, result)),
    ];
  };
  const results = b.from(statement.from, () =>
    b.cond(at.of(statement.test), branch(statement.yes), branch(statement.no)),
  );
  nameAll(at, statement.outputs, results);
  setTangents(
    walk,
    statement.outputs.filter((_, k) => active[k]),
    results.slice(statement.outputs.length),
  );
};

const pushTurns = (walk: Walk, statement: Extract<Statement, { kind: "loop" | "while" }>, at: Names): void => {
  const { b } = walk;
  const { body, initial, outputs } = statement;
  const params = statement.kind === "loop" ? body.params.slice(1) : body.params;
  const active = params.map((param) => isActive(walk, param));
  const varying = <T>(items: readonly T[]): readonly T[] => items.filter((_, k) => active[k]);
  const n = initial.length;
  const starts = [...initial.map(at.of), ...varying(initial).map((atom) => dense(walk, at, atom))];
  const runBody = (
    inner: Names,
    carried: readonly Var[],
  ): { readonly next: readonly Atom[]; readonly rest: readonly Atom[] } => {
    nameAll(inner, params, carried.slice(0, n));
    setTangents(walk, varying(params), carried.slice(n));
    pushAll(walk, body, inner);
    const nexts = body.results.slice(0, n);
    const rest = body.results.slice(n);
    return {
      next: [...nexts.map(inner.of), ...varying(nexts).map((next) => dense(walk, inner, next))],
      rest: [
        ...rest.map(inner.of),
        ...rest.filter((_, k) => isActive(walk, outputs[n + k])).map((item) => dense(walk, inner, item)),
      ],
    };
  };
  b.from(statement.from, () => {
    if (statement.kind === "while") {
      const done = b.repeat(
        at.of(statement.most),
        starts,
        (carried) => {
          const inner = at.inner();
          nameAll(inner, statement.test.params, carried.slice(0, n));
          pushAll(walk, statement.test, inner);
          return inner.of(statement.test.results[0] ?? constant(false));
        },
        (carried) => runBody(at.inner(), carried).next,
      );
      nameAll(at, outputs, [...done.carried.slice(0, n), done.turns]);
      setTangents(walk, varying(outputs.slice(0, n)), done.carried.slice(n));
      return;
    }
    const [turnOf] = body.params;
    const done = b.loop(
      at.of(statement.count),
      starts,
      (turn, carried) => {
        const inner = at.inner();
        if (turnOf) inner.set(turnOf, turn);
        const { next, rest } = runBody(inner, carried);
        return { carried: next, collected: rest };
      },
      statement.descending,
    );
    const collected = outputs.slice(n);
    nameAll(at, outputs, [...done.carried.slice(0, n), ...done.collected.slice(0, collected.length)]);
    setTangents(walk, varying(outputs.slice(0, n)), done.carried.slice(n));
    setTangents(
      walk,
      collected.filter((output) => isActive(walk, output)),
      done.collected.slice(collected.length),
    );
  });
};

/** Tangents of what has been made anew. */
const steps: Steps = {
  equation: (walk, { equation }, at) => {
    if (!isActive(walk, equation.output)) return;
    const { b, tangents } = walk;
    const now = { ...equation, inputs: equation.inputs.map(at.of), output: at.of(equation.output) };
    const tangent = equation.inputs.reduce<Atom | undefined>((total, input, k) => {
      const flow = tangentOf(walk, input);
      return flow ? plus(b, total, flowThrough(b, now, k, flow)) : total;
    }, undefined);
    if (tangent) tangents.set(equation.output.id, tangent);
  },
  read: (walk, { array, indices, checked, output }, at) => {
    const { b, tangents } = walk;
    const tangent = tangentOf(walk, array);
    if (!tangent) return;
    const places = indices.map(at.of);
    const slope = b.read(tangent, places, checked);
    tangents.set(
      output.id,
      checked ? b.emit(where.primitive, [inRange(b, tangent, places), slope, constant(0)]) : slope,
    );
  },
  accumulator: (walk, { output }, at) => {
    if (isActive(walk, output)) walk.tangents.set(output.id, walk.b.accumulator(shapeOf(output).map(at.of)));
  },
  accumulate: (walk, { into, indices, value }, at) => {
    const [tangent, flow] = [tangentOf(walk, into), tangentOf(walk, value)];
    if (tangent?.kind === "var" && flow) walk.b.accumulate(tangent, indices.map(at.of), flow);
  },
  freeze: (walk, { accumulator, output }) => {
    const tangent = tangentOf(walk, accumulator);
    if (tangent?.kind === "var") walk.tangents.set(output.id, walk.b.freeze(tangent));
  },
  operation: (walk, { operation, settings, from, inputs, outputs }, at) => {
    const { b } = walk;
    const flows = inputs.map((input) => tangentOf(walk, input));
    if (flows.every((flow) => flow === undefined)) return;
    const step = { inputs: inputs.map(at.of), outputs: outputs.map(at.of), options: settings };
    setTangents(
      walk,
      outputs,
      b.from(from, () => operation.jvp(b, step, flows)),
    );
  },
};

/** Statements with blocks inside, made anew together with their tangents. */
const together: Steps = {
  call: (walk, statement, at) => {
    const { body, inputs, outputs, rules, from } = statement;
    const flows = inputs.map((input) => tangentOf(walk, input));
    const isMoving = outputs.some((output) => isActive(walk, output));
    if (!isMoving || rules.jvp) {
      again(walk, statement, made(at));
      const step = { inputs: inputs.map(at.of), outputs: outputs.map(at.of), options: {} };
      if (isMoving && rules.jvp) setTangents(walk, outputs, rules.jvp(walk.b, step, flows));
      return;
    }
    if (rules.vjp)
      throw fail("E_FLAT", {
        what: "a function with a rule of its own for reverse mode alone stands where forward mode is needed",
        cure: "give it a customJvp, which serves both modes",
      });
    const inner = at.inner();
    nameAll(inner, body.params, inputs.map(at.of));
    setTangents(walk, body.params, flows);
    walk.b.from(from, () => pushAll(walk, body, inner));
    nameAll(at, outputs, body.results.map(inner.of));
    setTangents(
      walk,
      outputs,
      body.results.map((result) => tangentOf(walk, result)),
    );
  },
  cond: pushCond,
  loop: pushTurns,
  while: pushTurns,
};

/** Makes a block anew for these inputs; what it takes from around it stays. */
export const replay = (b: ArrayBuilder, block: Block, inputs: readonly Atom[]): readonly Atom[] =>
  jvp(b, block, inputs, []).results;

/**
 * Forward mode: makes a block anew for these inputs, with the tangents of its results; undefined stands for zero. What
 * it takes from around it is constant.
 */
export const jvp = (
  b: ArrayBuilder,
  block: Block,
  inputs: readonly Atom[],
  tangents: readonly (Atom | undefined)[],
): { readonly results: readonly Atom[]; readonly tangents: readonly (Atom | undefined)[] } => {
  const moving = block.params.filter((param, k) => tangents[k] && param.dtype === "f64");
  const walk: Walk = { ...plainWalk(b, variedIn(block, moving)), tangents: new Map() };
  for (const [k, param] of block.params.entries()) {
    const tangent = tangents[k];
    if (tangent && param.dtype === "f64") walk.tangents.set(param.id, tangent);
  }
  const at = names();
  nameAll(at, block.params, inputs);
  pushAll(walk, block, at);
  const results = block.results.map(at.of);
  return {
    results,
    tangents: block.results.map((result) => tangentOf(walk, result)),
  };
};
