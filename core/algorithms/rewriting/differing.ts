import type { Atom, Var } from "../../program/index.ts";
import {
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
  outputsOf,
  type Statement,
  type WhileStatement,
} from "../statement.ts";

/** The variables inside a loop that are others from turn to turn, sums to which others are added among them. */
export type Differing = ReadonlySet<number>;

interface Search {
  readonly found: Set<number>;
  /** The sums that begin inside the loop. */
  readonly own: ReadonlySet<number>;
}

const sumsIn = ({ statements }: Block): readonly number[] =>
  statements.flatMap((s) => (s.kind === "accumulator" ? [s.output.id] : blocksOf(s).flatMap(sumsIn)));

/** Whether an atom is another one from turn to turn. */
export const isDiffering = (found: Differing, atom: Atom | undefined): boolean =>
  atom?.kind === "var" && found.has(atom.id);

const hasAny = ({ found }: Search, atoms: readonly (Atom | undefined)[]): boolean => {
  for (let k = 0; k < atoms.length; k++) if (isDiffering(found, atoms[k])) return true;
  return false;
};

/** Has outputs differ where some inputs do. */
const follow = (search: Search, inputs: readonly (Atom | undefined)[], outputs: readonly (Var | undefined)[]): void => {
  if (hasAny(search, inputs)) for (const output of outputs) if (output) search.found.add(output.id);
};

/** A branch of single numbers that a turn may take or not: all that it gives differs. */
const markBranch = (search: Search, { statements }: Block): boolean =>
  statements.every((s) => {
    for (const { id } of outputsOf(s)) search.found.add(id);
    if (s.kind === "accumulate") {
      search.found.add(s.into.id);
      return search.own.has(s.into.id) && !isArray(s.value);
    }
    const isPlain = s.kind === "equation" || s.kind === "read" || s.kind === "cond";
    return (
      isPlain && outputsOf(s).every((output) => !isArray(output)) && blocksOf(s).every((b) => markBranch(search, b))
    );
  });

type Looks = {
  readonly [K in Statement["kind"]]: (search: Search, statement: Extract<Statement, { kind: K }>) => boolean;
};

/** What differs of what a statement gives; false where turns cannot do it side by side. */
const looks: Looks = {
  equation: (search, { equation: { inputs, output } }) => {
    follow(search, inputs, [output]);
    return true;
  },
  data: () => true,
  read: (search, { array, indices, output }) => {
    follow(search, [array, ...indices], [output]);
    return !isArray(output) || !hasAny(search, indices);
  },
  accumulator: () => true,
  accumulate: (search, { into, indices, value }) => {
    follow(search, [value, ...indices], [into]);
    return search.own.has(into.id) && (!isArray(value) || !hasAny(search, indices));
  },
  freeze: (search, { accumulator, output }) => {
    follow(search, [accumulator], [output]);
    return true;
  },
  loop: (search, statement) => {
    const { count, initial, body, outputs } = statement;
    if (!lookAtTurns(search, statement, [body])) return false;
    for (let k = initial.length; k < outputs.length; k++) follow(search, [body.results[k]], [outputs[k]]);
    return !hasAny(search, [count]);
  },
  while: (search, statement) => {
    const { most, test, body } = statement;
    return lookAtTurns(search, statement, [test, body]) && !hasAny(search, [most, ...test.results]);
  },
  cond: (search, { test, yes, no, outputs }) => {
    if (hasAny(search, [test])) {
      for (const { id } of outputs) search.found.add(id);
      return markBranch(search, yes) && markBranch(search, no);
    }
    if (!lookAt(search, yes) || !lookAt(search, no)) return false;
    for (const [k, output] of outputs.entries()) follow(search, [yes.results[k], no.results[k]], [output]);
    return true;
  },
  operation: (search, { inputs }) => !hasAny(search, inputs),
  call: () => false,
};

const lookAtStatement = (search: Search, s: Statement): boolean => {
  const look = looks[s.kind] as (search: Search, statement: Statement) => boolean;
  return look(search, s) && outputsOf(s).every((output) => !isArray(output) || !hasAny(search, output.shape));
};

const lookAt = (search: Search, { statements }: Block): boolean => statements.every((s) => lookAtStatement(search, s));

/** Looks at the blocks of a loop until no more of what it carries differs. */
const lookAtTurns = (
  search: Search,
  { initial, body, outputs }: LoopStatement | WhileStatement,
  blocks: readonly Block[],
): boolean => {
  const goesOn = (): boolean => {
    const before = search.found.size;
    for (const [k, start] of initial.entries()) {
      const states = blocks.map(({ params }) => params[params.length - initial.length + k]);
      follow(search, [start, body.results[k]], [outputs[k], ...states]);
    }
    return search.found.size > before;
  };
  goesOn();
  do if (!blocks.every((block) => lookAt(search, block))) return false;
  while (goesOn());
  return true;
};

/**
 * What differs between the turns of a loop that carries nothing; undefined where turns cannot be done side by side, step by
 * step: where how often something is done, or which part of an array is taken, depends on the turn.
 */
export const differingIn = ({ body }: LoopStatement): Differing | undefined => {
  const search: Search = { found: new Set(body.params.map(({ id }) => id)), own: new Set(sumsIn(body)) };
  return lookAt(search, body) ? search.found : undefined;
};
