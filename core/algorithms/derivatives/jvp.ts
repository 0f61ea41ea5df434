import { fail } from "../../errors.ts";
import { where } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { type Block, type Statement, shapeOf } from "../statement.ts";
import { sizesOf } from "./forward.ts";
import { inRange } from "./in-range.ts";
import { type Names, nameAll, names } from "./names.ts";
import { flowThrough, plus, zeroLike } from "./partial.ts";
import { variedIn } from "./varied.ts";

type Tangents = Map<number, Atom>;

interface Walk {
  readonly b: ArrayBuilder;
  readonly varied: ReadonlySet<number>;
  /** Tangents by the variables of the block. */
  readonly tangents: Tangents;
}

const isVaried = ({ varied }: Walk, atom: Atom | undefined): boolean => atom?.kind === "var" && varied.has(atom.id);

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
  readonly [K in Statement["kind"]]: (walk: Walk, statement: Extract<Statement, { kind: K }>, at: Names) => void;
};

const pushAll = (walk: Walk, { statements }: Block, at: Names): void => {
  for (const statement of statements) {
    const step = steps[statement.kind] as (walk: Walk, statement: Statement, at: Names) => void;
    step(walk, statement, at);
  }
};

const pushCond = (walk: Walk, statement: Extract<Statement, { kind: "cond" }>, at: Names): void => {
  const { b } = walk;
  const active = statement.outputs.map((output) => isVaried(walk, output));
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
  const active = params.map((param) => isVaried(walk, param));
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
        ...rest.filter((_, k) => isVaried(walk, outputs[n + k])).map((item) => dense(walk, inner, item)),
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
      collected.filter((output) => isVaried(walk, output)),
      done.collected.slice(collected.length),
    );
  });
};

const steps: Steps = {
  equation: (walk, { equation }, at) => {
    const { b, tangents } = walk;
    const inputs = equation.inputs.map(at.of);
    const output = b.from(equation.from, () => b.emit(equation.primitive, inputs));
    at.set(equation.output, output);
    if (!isVaried(walk, equation.output)) return;
    const tangent = equation.inputs.reduce<Atom | undefined>((total, input, k) => {
      const flow = tangentOf(walk, input);
      return flow ? plus(b, total, flowThrough(b, { ...equation, inputs, output }, k, flow)) : total;
    }, undefined);
    if (tangent) tangents.set(equation.output.id, tangent);
  },
  data: ({ b }, { values, output }, at) => {
    at.set(output, b.data(values, sizesOf(output.shape)));
  },
  read: (walk, { array, indices, checked, output }, at) => {
    const { b, tangents } = walk;
    const places = indices.map(at.of);
    at.set(output, b.read(at.of(array), places, checked));
    const tangent = tangentOf(walk, array);
    if (!tangent) return;
    const slope = b.read(tangent, places, checked);
    tangents.set(
      output.id,
      checked ? b.emit(where.primitive, [inRange(b, tangent, places), slope, constant(0)]) : slope,
    );
  },
  accumulator: (walk, { output }, at) => {
    const shape = shapeOf(output).map(at.of);
    at.set(output, walk.b.accumulator(shape));
    if (isVaried(walk, output)) walk.tangents.set(output.id, walk.b.accumulator(shape));
  },
  accumulate: (walk, { into, indices, value }, at) => {
    const { b } = walk;
    const places = indices.map(at.of);
    const [target, tangent, flow] = [at.of(into), tangentOf(walk, into), tangentOf(walk, value)];
    if (target.kind === "var") b.accumulate(target, places, at.of(value));
    if (tangent?.kind === "var" && flow) b.accumulate(tangent, places, flow);
  },
  freeze: (walk, { accumulator, output }, at) => {
    const [sum, tangent] = [at.of(accumulator), tangentOf(walk, accumulator)];
    if (sum.kind === "var") at.set(output, walk.b.freeze(sum));
    if (tangent?.kind === "var") walk.tangents.set(output.id, walk.b.freeze(tangent));
  },
  operation: (walk, { operation, settings, from, inputs, outputs }, at) => {
    const { b, tangents } = walk;
    const now = inputs.map(at.of);
    const made = b.from(from, () => b.operation(operation, now, settings));
    nameAll(at, outputs, made);
    const flows = inputs.map((input) => tangentOf(walk, input));
    if (flows.every((flow) => flow === undefined)) return;
    const flowing = b.from(from, () => operation.jvp(b, { inputs: now, outputs: made, options: settings }, flows));
    for (const [k, output] of outputs.entries()) {
      const tangent = flowing[k];
      if (tangent) tangents.set(output.id, tangent);
    }
  },
  call: (walk, { body, inputs, outputs, rules, from }, at) => {
    const { b } = walk;
    const now = inputs.map(at.of);
    const flows = inputs.map((input) => tangentOf(walk, input));
    b.from(from, () => {
      if (!outputs.some((output) => isVaried(walk, output)))
        return nameAll(at, outputs, b.call(replayed(b, body, at), now, rules));
      if (!rules.jvp && rules.vjp)
        throw fail("E_FLAT", {
          what: "a function with a rule of its own for reverse mode alone stands where forward mode is needed",
          cure: "give it a customJvp, which serves both modes",
        });
      if (!rules.jvp) {
        const inner = at.inner();
        nameAll(inner, body.params, now);
        setTangents(walk, body.params, flows);
        pushAll(walk, body, inner);
        nameAll(at, outputs, body.results.map(inner.of));
        return setTangents(
          walk,
          outputs,
          body.results.map((result) => tangentOf(walk, result)),
        );
      }
      const values = b.call(replayed(b, body, at), now, rules);
      nameAll(at, outputs, values);
      setTangents(walk, outputs, rules.jvp(b, { inputs: now, outputs: values, options: {} }, flows));
    });
  },
  cond: pushCond,
  loop: pushTurns,
  while: pushTurns,
};

/** The body of a call with parameters of its own. */
const replayed = (b: ArrayBuilder, body: Block, at: Names): Block => {
  const inner = at.inner();
  const params = body.params.map((param) => {
    const made = b.variable(param.dtype, shapeOf(param).map(inner.of));
    inner.set(param, made);
    return made;
  });
  return b.block(params, () => {
    const walk: Walk = { b, varied: new Set(), tangents: new Map() };
    pushAll(walk, body, inner);
    return body.results.map(inner.of);
  });
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
  const walk: Walk = { b, varied: variedIn(block, moving), tangents: new Map() };
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
