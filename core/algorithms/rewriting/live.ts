import type { Atom } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type AccumulateStatement,
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
  outputsOf,
  readsOf,
  type Statement,
  shapeOf,
  type WhileStatement,
} from "../statement.ts";

/** What is needed for the results of a block. */
export interface Live {
  readonly variables: ReadonlySet<number>;
  /** Statements that something inside of needs, or that are needed themselves. */
  readonly statements: ReadonlySet<Statement>;
}

/** Something whose need has consequences: an output of a statement, or what a loop carries. */
type Source =
  | { readonly kind: "output"; readonly statement: Statement; readonly k: number }
  | { readonly kind: "state"; readonly statement: LoopStatement | WhileStatement; readonly k: number };

interface Places {
  /** What steps without blocks give. */
  readonly makers: Map<number, Statement>;
  readonly sources: Map<number, Source>;
  readonly adds: Map<number, AccumulateStatement[]>;
  /** The statement whose block a statement stands in. */
  readonly around: Map<Statement, Statement>;
}

const look = (places: Places, block: Block, outer: Statement | undefined): void => {
  for (const statement of block.statements) {
    if (outer) places.around.set(statement, outer);
    if (statement.kind === "equation") {
      places.makers.set(statement.equation.output.id, statement);
      continue;
    }
    if (statement.kind === "read") {
      places.makers.set(statement.output.id, statement);
      continue;
    }
    for (const [k, { id }] of outputsOf(statement).entries()) places.sources.set(id, { kind: "output", statement, k });
    if (statement.kind === "accumulate") {
      const before = places.adds.get(statement.into.id);
      if (before) before.push(statement);
      else places.adds.set(statement.into.id, [statement]);
    }
    if (statement.kind === "call") continue;
    if (statement.kind === "loop" || statement.kind === "while")
      for (const { params } of blocksOf(statement))
        for (const [k, { id }] of params.slice(-statement.initial.length || params.length).entries())
          places.sources.set(id, { kind: "state", statement, k });
    for (const inner of blocksOf(statement)) look(places, inner, statement);
  }
};

/** The carried variables that a loop begins and goes on with, by number. */
const stateOf = ({ initial, body }: LoopStatement | WhileStatement, k: number): readonly (Atom | undefined)[] => [
  initial[k],
  body.results[k],
];

/** What an output of a statement takes from the blocks inside it. */
const insideOf = (statement: Statement, k: number): readonly (Atom | undefined)[] => {
  switch (statement.kind) {
    case "loop":
    case "while":
      return k < statement.initial.length ? stateOf(statement, k) : [statement.body.results[k]];
    case "cond":
      return [statement.yes.results[k], statement.no.results[k]];
    default:
      return [];
  }
};

/** What a statement needs if it is run at all. */
const alwaysOf = (statement: Statement): readonly (Atom | undefined)[] => {
  switch (statement.kind) {
    case "loop":
      return [statement.count];
    case "while":
      return [statement.most, statement.test.results[0]];
    case "call":
      return freeIn(statement);
    default:
      return readsOf(statement);
  }
};

/** Goes from the results of a block back to all that they depend on. */
export const liveIn = (block: Block): Live => {
  const places: Places = { makers: new Map(), sources: new Map(), adds: new Map(), around: new Map() };
  look(places, block, undefined);
  const variables = new Set<number>();
  const statements = new Set<Statement>();
  const open: (Atom | undefined)[] = [...block.results];
  const run = (first: Statement): void => {
    for (let s: Statement | undefined = first; s && !statements.has(s); s = places.around.get(s)) {
      statements.add(s);
      for (const atom of alwaysOf(s)) if (atom?.kind === "var" && !variables.has(atom.id)) open.push(atom);
    }
  };
  for (let atom = open.pop(); atom || open.length > 0; atom = open.pop()) {
    if (atom?.kind !== "var" || variables.has(atom.id)) continue;
    variables.add(atom.id);
    const maker = places.makers.get(atom.id);
    if (isArray(atom)) open.push(...atom.shape);
    if (maker) {
      run(maker);
      continue;
    }
    for (const add of places.adds.get(atom.id) ?? []) run(add);
    const source = places.sources.get(atom.id);
    if (!source) continue;
    run(source.statement);
    open.push(
      ...(source.kind === "state" ? stateOf(source.statement, source.k) : insideOf(source.statement, source.k)),
    );
    if (source.statement.kind === "operation") open.push(...source.statement.outputs.flatMap(shapeOf));
  }
  return { variables, statements };
};
