import type { Atom, Var } from "../../program/index.ts";
import { type Block, isArray, type LoopStatement, type WhileStatement } from "../statement.ts";
import type { Frame } from "./frames.ts";
import { type Address, isLiteral, type Kind, type Local, literal, type Operand } from "./low.ts";
import {
  bind,
  bring,
  type Lowering,
  numberOrTruth,
  placeFor,
  placeOf,
  reserve,
  scalarOf,
  sizeOf,
  valueOfAtom,
  want,
} from "./lowering.ts";
import { asksForFirst } from "./peeled.ts";
import { type Place, partAt, pointerOf } from "./places.ts";

/** A carried variable: how its parameter is bound, and how it goes on. */
interface State {
  /** A number, or the address of an array, from turn to turn; undefined where nothing changes. */
  readonly local: Local | undefined;
  readonly bound: Operand | Place;
  /** Where the next array is to be made: one of two buffers that take turns. */
  readonly buffer: Local | undefined;
  /** The sum of the addresses of the two buffers. */
  readonly both: Operand | undefined;
  /** The collected array whose rows are the values of this one. */
  readonly row: number | undefined;
}

const kindOfState = (start: Atom, next: Atom | undefined): Kind =>
  start.dtype === next?.dtype ? numberOrTruth(start.dtype) : "f64";

const stateOf = (
  l: Lowering,
  start: Atom,
  params: readonly Var[],
  next: Atom | undefined,
  items: readonly Atom[],
): State => {
  const { f } = l;
  const bound = valueOfAtom(l, start);
  const none = { buffer: undefined, both: undefined, row: undefined };
  if (next && params.some((param) => param === next)) return { ...none, local: undefined, bound };
  const inside = f.top() + 1;
  if (!("address" in bound)) {
    const local = f.local(kindOfState(start, next), inside);
    f.push({ do: "set", target: local, value: bound });
    return { ...none, local, bound: local };
  }
  const local = f.local("i32", inside);
  f.push({ do: "set", target: local, value: pointerOf(f, bound.address) });
  const here = { local, bound: { ...bound, address: { at: local, offset: 0 } } };
  const row = next ? items.indexOf(next) : -1;
  if (row >= 0) return { ...none, ...here, row };
  const [first, second] = [reserve(l, bound.shape), reserve(l, bound.shape)];
  const buffer = f.local("i32", inside);
  f.push({ do: "set", target: buffer, value: first.at });
  return { ...here, buffer, both: f.whole("add", first.at, second.at), row: undefined };
};

/** Gives the carried variables their next values, all at once. */
const goOn = (l: Lowering, states: readonly State[], results: readonly Atom[], rows: readonly Address[]): void => {
  const { f } = l;
  const changing = new Set(states.flatMap(({ local }) => local?.id ?? []));
  const sets: (() => void)[] = [];
  for (const [k, state] of states.entries()) {
    const { local, bound, buffer, both, row } = state;
    const result = results[k];
    if (!local || !result) continue;
    if (!("address" in bound)) {
      let value = scalarOf(l, result);
      if (!isLiteral(value) && changing.has(value.id)) {
        const copy = f.local(value.kind);
        f.push({ do: "set", target: copy, value });
        value = copy;
      }
      sets.push(() => f.push({ do: "set", target: local, value }));
      continue;
    }
    if (row !== undefined) {
      const value = pointerOf(f, rows[row] ?? bound.address);
      sets.push(() => f.push({ do: "set", target: local, value }));
    } else if (buffer && both) {
      bring(l, placeOf(l, result), { at: buffer, offset: 0 });
      const other = f.whole("sub", both, buffer);
      sets.push(() => f.push({ do: "set", target: local, value: buffer }, f.top()));
      sets.push(() => f.push({ do: "set", target: buffer, value: other }));
    }
  }
  for (const set of sets) set();
};

/** The values of the carried variables after the last turn. */
const finish = (l: Lowering, states: readonly State[], outputs: readonly Var[]): void => {
  const { f } = l;
  for (const [k, { local, bound }] of states.entries()) {
    const output = outputs[k];
    if (!output) continue;
    if (!local) {
      bind(l, output, bound);
      continue;
    }
    const final = f.local(local.kind);
    f.push({ do: "set", target: final, value: local });
    bind(l, output, "address" in bound ? { ...bound, address: { at: final, offset: 0 } } : final);
  }
};

/** Steps of a turn, which give back the memory that they take. */
const turnOf = (l: Lowering, frame: Frame, mark: Local): void => {
  if (!l.taking.has(frame)) return;
  l.f.push({ do: "mark", out: mark }, l.f.top() - 1);
  l.f.push({ do: "release", mark });
};

const wantBuffers = (l: Lowering, body: Block, states: readonly State[]): void => {
  for (const [k, { buffer }] of states.entries()) if (buffer) want(l, body, body.results[k], { at: buffer, offset: 0 });
};

const bindAll = (l: Lowering, params: readonly Var[], states: readonly State[]): void => {
  for (const [k, param] of params.entries()) {
    const state = states[k];
    if (state) bind(l, param, state.bound);
  }
};

/** What a loop makes, from turn to turn. */
interface Making {
  readonly statement: LoopStatement;
  readonly collected: readonly Place[];
  readonly states: readonly State[];
}

/** One turn of a loop: its number may be known. */
const lowerTurn = (l: Lowering, { statement, collected, states }: Making, turn: Operand): void => {
  const { f } = l;
  const { initial, body } = statement;
  const [turnParam, ...params] = body.params;
  const items = body.results.slice(initial.length);
  const before = new Set(l.wanted.keys());
  if (turnParam) bind(l, turnParam, turn);
  bindAll(l, params, states);
  const rows = collected.map((place) => partAt(f, place, [turn]).address);
  for (const [j, item] of items.entries()) {
    const row = rows[j];
    if (row && isArray(item)) want(l, body, item, row);
  }
  wantBuffers(l, body, states);
  l.block(body);
  for (const [j, item] of items.entries()) {
    const row = rows[j];
    if (!row) continue;
    if (isArray(item)) bring(l, placeOf(l, item), row);
    else f.push({ do: "store", to: row, value: scalarOf(l, item) });
  }
  goOn(l, states, body.results, rows);
  for (const id of l.wanted.keys()) if (!before.has(id)) l.wanted.delete(id);
};

const lowerTurns = (l: Lowering, making: Making, count: Operand, first: number): void => {
  const { f } = l;
  const { descending } = making.statement;
  const mark = f.local("i32");
  const { steps, after, turn } = f.open("loop", (frame) => {
    const turn = f.local("i32", f.top(), [first, Math.max(first, f.rangeOf(count)[1] - 1)]);
    l.below.set(turn.id, count);
    l.counts.set(frame, first === 0 ? count : f.whole("clamp", f.whole("sub", count, literal(first))));
    lowerTurn(l, making, turn);
    turnOf(l, frame, mark);
    return { ...frame, turn };
  });
  f.push({ do: "for", turn, first, count, descending, body: steps });
  for (const step of after) f.push(step);
};

/** The first turn by itself, if there is one. */
const lowerFirst = (l: Lowering, making: Making, count: Operand): void => {
  const { f } = l;
  const test = f.whole("isWithin", literal(0), count);
  const yes = f.open("branch", ({ steps }) => {
    lowerTurn(l, making, literal(0));
    return steps;
  });
  if (!isLiteral(test)) f.push({ do: "if", test, yes, no: [] });
  else if (test.literal !== 0) for (const step of yes) f.push(step);
};

export const lowerLoop = (l: Lowering, statement: LoopStatement): void => {
  const { initial, body, outputs, descending } = statement;
  const count = sizeOf(l, statement.count);
  const n = initial.length;
  const params = body.params.slice(1);
  const collected = outputs.slice(n).map((output) => placeFor(l, output));
  const items = body.results.slice(n);
  const states = initial.map((start, k) => stateOf(l, start, params.slice(k, k + 1), body.results[k], items));
  const making: Making = { statement, collected, states };
  const isPeeled = asksForFirst(statement);
  if (isPeeled && !descending) lowerFirst(l, making, count);
  lowerTurns(l, making, count, isPeeled ? 1 : 0);
  if (isPeeled && descending) lowerFirst(l, making, count);
  finish(l, states, outputs);
};

export const lowerWhile = (l: Lowering, statement: WhileStatement): void => {
  const { f } = l;
  const { initial, test, body, outputs, from } = statement;
  const most = scalarOf(l, statement.most);
  const states = initial.map((start, k) => stateOf(l, start, body.params.slice(k, k + 1), body.results[k], []));
  const turns = f.local("i32");
  f.push({ do: "set", target: turns, value: literal(0) });
  const [testMark, mark] = [f.local("i32"), f.local("i32")];
  const tested = f.open("while", (frame) => {
    bindAll(l, test.params, states);
    l.block(test);
    const result = test.results[0];
    const holds = result ? scalarOf(l, result) : literal(0, "bool");
    turnOf(l, frame, testMark);
    return { ...frame, holds };
  });
  const made = f.open("while", (frame) => {
    bindAll(l, body.params, states);
    wantBuffers(l, body, states);
    l.block(body);
    goOn(l, states, body.results, []);
    turnOf(l, frame, mark);
    return frame;
  });
  f.push({ do: "while", test: tested.steps, holds: tested.holds, body: made.steps, turns, most, from });
  finish(l, states, outputs);
  const taken = outputs[initial.length];
  if (taken) bind(l, taken, turns);
};
