import type { Atom, Var } from "../../program/index.ts";
import { type Block, blocksOf, isArray, type LoopStatement, outputsOf, type Statement, shapeOf } from "../statement.ts";

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

const hasAny = ({ found }: Search, atoms: readonly (Atom | undefined)[]): boolean =>
  atoms.some((atom) => isDiffering(found, atom));

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
  loop: (search, { count, initial, body, outputs }) => {
    const isFit = lookAt(search, body);
    for (const [k, output] of outputs.entries())
      follow(search, [initial[k], body.results[k]], k < initial.length ? [output, body.params[k + 1]] : [output]);
    return isFit && !hasAny(search, [count]);
  },
  while: (search, { most, initial, test, body, outputs }) => {
    const areFit = [lookAt(search, test), lookAt(search, body)];
    for (const k of initial.keys())
      follow(search, [initial[k], body.results[k]], [outputs[k], test.params[k], body.params[k]]);
    return areFit.every(Boolean) && !hasAny(search, [most, ...test.results]);
  },
  cond: (search, { test, yes, no, outputs }) => {
    if (hasAny(search, [test])) {
      for (const { id } of outputs) search.found.add(id);
      return [yes, no].map((block) => markBranch(search, block)).every(Boolean);
    }
    const areFit = [lookAt(search, yes), lookAt(search, no)];
    for (const [k, output] of outputs.entries()) follow(search, [yes.results[k], no.results[k]], [output]);
    return areFit.every(Boolean);
  },
  operation: (search, { inputs }) => !hasAny(search, inputs),
  call: () => false,
};

const lookAtStatement = (search: Search, s: Statement): boolean => {
  const look = looks[s.kind] as (search: Search, statement: Statement) => boolean;
  return look(search, s) && !hasAny(search, outputsOf(s).flatMap(shapeOf));
};

const lookAt = (search: Search, { statements }: Block): boolean =>
  statements.map((s) => lookAtStatement(search, s)).every(Boolean);

/**
 * What differs between the turns of a loop that carries nothing; undefined where turns cannot be done side by side, step by
 * step: where how often something is done, or which part of an array is taken, depends on the turn.
 */
export const differingIn = ({ body }: LoopStatement): Differing | undefined => {
  const search: Search = { found: new Set(body.params.map(({ id }) => id)), own: new Set(sumsIn(body)) };
  for (;;) {
    const before = search.found.size;
    const isFit = lookAt(search, body);
    if (!isFit) return undefined;
    if (search.found.size === before) return search.found;
  }
};
