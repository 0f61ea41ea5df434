import { type Atom, constant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { freeOf } from "../free.ts";
import {
  type Block,
  blocksOf,
  type LoopStatement,
  type Statement,
  shapeOf,
  type WhileStatement,
} from "../statement.ts";
import { dearIn, type Named } from "./dear-branches.ts";
import { type Names, nameAll, names } from "./names.ts";
import { type Kept, segmentsOf, stepFrom } from "./segments.ts";

/** What a reverse pass knows wherever it is. */
export interface Walk {
  readonly b: ArrayBuilder;
  /** The variables that have a cotangent. */
  readonly active: ReadonlySet<number>;
  /** The cotangents of sums, by accumulator. */
  readonly sums: Map<number, Atom>;
  /** The bodies of calls stand in for them. */
  readonly expand: boolean;
  /** How many bytes the carried variables of one loop may take; above that some are computed again. */
  readonly memory: number | undefined;
}

/** The carried variables of a loop at the start of each turn; or, where that is too much, of each segment of turns. */
export interface Tape {
  readonly turns: readonly Atom[];
  readonly segments: Kept | undefined;
}

/** What a block that was made anew leaves for the way back. */
export interface Made {
  readonly at: Names;
  /** What loops kept of their carried variables. */
  readonly tapes: Map<Statement, Tape>;
  /** How many turns a loop with a test took. */
  readonly turns: Map<Statement, Atom>;
  /** What is dear in branches, as branches gave it. */
  readonly kept: Map<Block, readonly Named[]>;
  /** The accumulators that belong to what is made anew; what is added to others is left out, it has been added before. */
  readonly own: Set<number> | undefined;
  /** No way back follows. */
  readonly isLast: boolean;
}

export const made = (at: Names, own?: Set<number>, isLast = false): Made => ({
  at,
  tapes: new Map(),
  turns: new Map(),
  kept: new Map(),
  own,
  isLast,
});

export const isActive = ({ active }: Walk, atom: Atom | undefined): boolean =>
  atom?.kind === "var" && active.has(atom.id);

/** The variables around the blocks of a statement that these blocks have cotangents for. */
export const reachedBy = (walk: Walk, statement: Statement): readonly Var[] => {
  const found = new Map<number, Var>();
  for (const atom of blocksOf(statement).flatMap(freeOf))
    if (atom.kind === "var" && isActive(walk, atom)) found.set(atom.id, atom);
  return [...found.values()];
};

const isDifferentiated = (walk: Walk, statement: LoopStatement | WhileStatement): boolean =>
  statement.initial.length > 0 &&
  (statement.outputs.some((output) => isActive(walk, output)) || reachedBy(walk, statement).length > 0);

/** The values of a block made anew inside. */
const resultsOf = (walk: Walk, block: Block, params: readonly Atom[], around: Made): readonly Atom[] => {
  const inner = made(around.at.inner(), around.own, true);
  nameAll(inner.at, block.params, params);
  forward(walk, block, inner);
  return block.results.map(inner.at.of);
};

/** A loop made anew; its tape has the carried variables at the start of each turn, or of each segment. */
export const taped = (
  walk: Walk,
  statement: LoopStatement | WhileStatement,
  count: Atom,
  around: Made,
): { readonly done: readonly Atom[]; readonly tape: Tape } => {
  const { b, memory } = walk;
  const { body, initial, from } = statement;
  const isKept = !around.isLast && isDifferentiated(walk, statement);
  const n = initial.length;
  const isLoop = statement.kind === "loop";
  const segments = isKept && memory !== undefined ? segmentsOf(b, count, initial.map(around.at.of), memory) : undefined;
  const isTaped = isKept && !segments;
  const { carried, collected } = b.from(from, () =>
    b.loop(
      count,
      initial.map(around.at.of),
      (turn, states) => {
        segments?.keep(isLoop && statement.descending ? stepFrom(b, count, turn) : turn, states);
        const results = resultsOf(walk, body, isLoop ? [turn, ...states] : states, around);
        return { carried: results.slice(0, n), collected: [...results.slice(n), ...(isTaped ? states : [])] };
      },
      isLoop && statement.descending,
    ),
  );
  const items = body.results.length - n;
  return {
    done: [...carried, ...collected.slice(0, items)],
    tape: { turns: collected.slice(items), segments: segments?.kept() },
  };
};

type Steps = {
  readonly [K in Statement["kind"]]: (walk: Walk, statement: Extract<Statement, { kind: K }>, made: Made) => void;
};

const steps: Steps = {
  equation: ({ b }, { equation: { primitive, inputs, output, from } }, { at }) => {
    const now = inputs.map(at.of);
    if (at.has(output)) b.know(primitive, now, at.of(output));
    else
      at.set(
        output,
        b.from(from, () => b.emit(primitive, now)),
      );
  },
  data: ({ b }, { values, output }, { at }) => {
    at.set(output, b.data(values, sizesOf(output.shape)));
  },
  read: ({ b }, { array, indices, checked, output }, { at }) => {
    at.set(output, b.read(at.of(array), indices.map(at.of), checked));
  },
  accumulator: ({ b }, { output }, { at, own }) => {
    own?.add(output.id);
    at.set(output, b.accumulator(shapeOf(output).map(at.of)));
  },
  accumulate: ({ b }, { into, indices, value }, { at, own }) => {
    const target = at.of(into);
    if (target.kind === "var" && (!own || own.has(into.id))) b.accumulate(target, indices.map(at.of), at.of(value));
  },
  freeze: ({ b }, { accumulator, output }, { at }) => {
    const sum = at.of(accumulator);
    at.set(output, sum.kind === "var" ? b.freeze(sum) : sum);
  },
  operation: ({ b }, { operation, inputs, settings, outputs, from }, { at }) => {
    nameAll(
      at,
      outputs,
      b.from(from, () => b.operation(operation, inputs.map(at.of), settings)),
    );
  },
  call: (walk, { body, inputs, outputs, rules, from }, around) => {
    const { b, expand } = walk;
    const now = inputs.map(around.at.of);
    const results = b.from(from, () =>
      expand ? resultsOf(walk, body, now, around) : b.call(renewed(walk, body, around), now, rules),
    );
    nameAll(around.at, outputs, results);
  },
  cond: (walk, statement, around) => {
    const { b } = walk;
    const { test, yes, no, outputs, from } = statement;
    const isKept = !around.isLast && outputs.some((output) => isActive(walk, output));
    const [ifSo, ifNot] = isKept ? [dearIn(yes), dearIn(no)] : [[], []];
    const branch = (block: Block, before: readonly Var[], own: readonly Var[], after: readonly Var[]) => () => {
      const inner = made(around.at.inner(), around.own, true);
      forward(walk, block, inner);
      return [
        ...block.results.map(inner.at.of),
        ...before.map(() => constant(0)),
        ...own.map(inner.at.of),
        ...after.map(() => constant(0)),
      ];
    };
    const results = b.from(from, () =>
      b.cond(around.at.of(test), branch(yes, [], ifSo, ifNot), branch(no, ifSo, ifNot, [])),
    );
    nameAll(around.at, outputs, results);
    const named = [...ifSo, ...ifNot].map((output, k): Named => [output, results[outputs.length + k] ?? output]);
    around.kept.set(yes, named.slice(0, ifSo.length));
    around.kept.set(no, named.slice(ifSo.length));
  },
  loop: (walk, statement, around) => {
    const { done, tape } = taped(walk, statement, around.at.of(statement.count), around);
    around.tapes.set(statement, tape);
    nameAll(around.at, statement.outputs, done);
  },
  while: (walk, statement, around) => {
    const { b } = walk;
    const { most, initial, test, body, outputs, from } = statement;
    const done = b.from(from, () =>
      b.repeat(
        around.at.of(most),
        initial.map(around.at.of),
        (carried) => resultsOf(walk, test, carried, around)[0] ?? constant(false),
        (carried) => resultsOf(walk, body, carried, around),
      ),
    );
    around.turns.set(statement, done.turns);
    nameAll(around.at, outputs, [...done.carried, done.turns]);
  },
};

/** A block made anew with parameters of its own. */
const renewed = (walk: Walk, body: Block, around: Made): Block => {
  const sizes = around.at.inner();
  const params = body.params.map((param) => {
    const made = walk.b.variable(param.dtype, shapeOf(param).map(sizes.of));
    sizes.set(param, made);
    return made;
  });
  return walk.b.block(params, () => resultsOf(walk, body, params, around));
};

/** Sizes that are constants, as those of data are. */
export const sizesOf = (shape: readonly Atom[]): readonly number[] =>
  shape.map((size) => (size.kind === "const" ? Number(size.value) : Number.NaN));

/** Makes a statement anew. */
export const again = (walk: Walk, statement: Statement, to: Made): void => {
  const step = steps[statement.kind] as (walk: Walk, statement: Statement, made: Made) => void;
  step(walk, statement, to);
};

/** Makes the statements of a block anew. */
export const forward = (walk: Walk, block: Block, to: Made): void => {
  for (const statement of block.statements) again(walk, statement, to);
};

/** A walk that only makes anew. */
export const plainWalk = (b: ArrayBuilder, active: ReadonlySet<number> = new Set()): Walk => ({
  b,
  active,
  sums: new Map(),
  expand: false,
  memory: undefined,
});

/** The results of a block made anew for these inputs, with the bodies of its calls in place of them. */
export const expanded = (b: ArrayBuilder, block: Block, inputs: readonly Atom[]): readonly Atom[] => {
  const all = made(names());
  nameAll(all.at, block.params, inputs);
  forward({ ...plainWalk(b), expand: true }, block, all);
  return block.results.map(all.at.of);
};
