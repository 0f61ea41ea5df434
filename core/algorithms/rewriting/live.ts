import type { Atom } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type Block,
  type CondStatement,
  eachRead,
  isArray,
  type LoopStatement,
  outputsOf,
  type Statement,
  type WhileStatement,
} from "../statement.ts";

/** What is needed for the results of a block. */
export interface Live {
  readonly variables: ReadonlySet<number>;
  /** Statements that something inside of needs, or that are needed themselves. */
  readonly statements: ReadonlySet<Statement>;
}

interface Search {
  readonly variables: Set<number>;
  readonly statements: Set<Statement>;
}

const isNeeded = ({ variables }: Search, atom: Atom | undefined): boolean =>
  atom?.kind === "var" && variables.has(atom.id);

const need = (search: Search, atom: Atom | undefined): void => {
  if (atom?.kind !== "var" || search.variables.has(atom.id)) return;
  search.variables.add(atom.id);
  if (isArray(atom)) needAll(search, atom.shape);
};

const needAll = (search: Search, atoms: readonly Atom[]): void => {
  for (let k = 0; k < atoms.length; k++) need(search, atoms[k]);
};

/** Whether a turn needs more of what the turn before it carries than was known. */
const needsMoreStates = (search: Search, { initial, body, outputs }: LoopStatement | WhileStatement, test?: Block) => {
  let isMore = false;
  for (let k = 0; k < initial.length; k++) {
    const states = [outputs[k], body.params[body.params.length - initial.length + k], test?.params[k]];
    if (!states.some((state) => isNeeded(search, state))) continue;
    need(search, initial[k]);
    const next = body.results[k];
    isMore ||= next?.kind === "var" && !isNeeded(search, next);
    need(search, next);
  }
  return isMore;
};

/** Goes through a loop until nothing more of it is needed; whether anything is. */
const lookAtTurns = (search: Search, statement: LoopStatement | WhileStatement): boolean => {
  const { initial, body, outputs } = statement;
  const test = statement.kind === "while" ? statement.test : undefined;
  const find = (): boolean => lookAt(search, body) || outputs.some((output) => isNeeded(search, output));
  for (let k = initial.length; k < outputs.length; k++) if (isNeeded(search, outputs[k])) need(search, body.results[k]);
  needsMoreStates(search, statement, test);
  let isAny = find();
  if (test && isAny) {
    needAll(search, test.results);
    lookAt(search, test);
  }
  while (needsMoreStates(search, statement, test)) isAny = find();
  return isAny;
};

const lookAtBranches = (search: Search, { yes, no, outputs }: CondStatement): boolean => {
  let isAny = false;
  for (const [k, output] of outputs.entries()) {
    if (!isNeeded(search, output)) continue;
    isAny = true;
    need(search, yes.results[k]);
    need(search, no.results[k]);
  }
  for (const block of [yes, no]) if (lookAt(search, block)) isAny = true;
  return isAny;
};

/** Whether a statement is needed: for what it gives, what it adds to, or something inside of it. */
const isWanted = (search: Search, statement: Statement): boolean => {
  switch (statement.kind) {
    case "equation":
      return search.variables.has(statement.equation.output.id);
    case "accumulate":
      return search.variables.has(statement.into.id);
    case "loop":
    case "while":
      return lookAtTurns(search, statement);
    case "cond":
      return lookAtBranches(search, statement);
    default:
      return outputsOf(statement).some(({ id }) => search.variables.has(id));
  }
};

/** What a statement takes if it is run at all. */
const needReads = (search: Search, statement: Statement): void => {
  if (statement.kind === "loop") need(search, statement.count);
  else if (statement.kind === "while") need(search, statement.most);
  else if (statement.kind === "call") needAll(search, freeIn(statement));
  else eachRead(statement, (atom) => need(search, atom));
};

/** Goes back through a block; whether anything in it is needed. */
const lookAt = (search: Search, { statements }: Block): boolean => {
  let isAny = false;
  for (let k = statements.length - 1; k >= 0; k--) {
    const statement = statements[k];
    if (!statement || !isWanted(search, statement)) continue;
    isAny = true;
    if (search.statements.has(statement)) continue;
    search.statements.add(statement);
    needReads(search, statement);
  }
  return isAny;
};

/** Goes from the results of a block back to all that they depend on. */
export const liveIn = (block: Block): Live => {
  const search: Search = { variables: new Set(), statements: new Set() };
  needAll(search, block.results);
  lookAt(search, block);
  return search;
};
