import { add, min, mul, sub } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import type { Block, LoopStatement, Statement, WhileStatement } from "../statement.ts";
import { type Adjoints, adjoints } from "./adjoints.ts";
import { forward, isActive, type Made, made, reachedBy, taped, type Walk } from "./forward.ts";
import { type Names, nameAll } from "./names.ts";
import { zeroLike } from "./partial.ts";
import { type Kept, stepFrom } from "./segments.ts";
import { ownIn } from "./varied.ts";

export type Backward = (walk: Walk, block: Block, made: Made, flows: Adjoints) => void;

interface Flowing {
  readonly carried: readonly Atom[];
  readonly collected: readonly Atom[];
}

/** True if a statement adds to a sum that has a cotangent. */
export const addsToFlow = ({ sums }: Walk, statement: Statement): boolean =>
  freeIn(statement).some((atom) => atom.kind === "var" && sums.has(atom.id));

type Turns = LoopStatement | WhileStatement;

const paramsOf = (statement: Turns): readonly Var[] =>
  statement.kind === "loop" ? statement.body.params.slice(1) : statement.body.params;

/** Goes backwards through one turn: the cotangents of the carried variables before it, from those after it. */
const backTurn = (
  walk: Walk,
  statement: Turns,
  {
    at,
    flows,
    cotangents,
  }: { readonly at: Names; readonly flows: Adjoints; readonly cotangents: readonly (Atom | undefined)[] },
  turn: Atom,
  states: readonly Atom[],
  seeds: readonly Atom[],
  backward: Backward,
): readonly Atom[] => {
  const { b } = walk;
  const { body, initial } = statement;
  const params = paramsOf(statement);
  const moving = params.filter((param) => isActive(walk, param));
  const inner = made(at.inner(), new Set());
  nameAll(inner.at, body.params, statement.kind === "loop" ? [turn, ...states] : states);
  forward(walk, body, inner);
  const own = adjoints(b, ownIn(body), inner.at.of, walk.active, flows);
  for (const [k, result] of body.results.entries()) {
    const param = params[k];
    const flow = cotangents[k];
    const seed = k < initial.length ? param && seeds[moving.indexOf(param)] : flow && b.read(flow, [turn]);
    if (seed) own.add(result, [], seed);
  }
  backward(walk, body, inner, own);
  return moving.map((param) => own.take(param) ?? zeroLike(b, inner.at.of(param)));
};

/**
 * Goes backwards through a loop, turn by turn from the last one, with its body made anew in each.
 * @param backward - goes backwards through a block that was made anew
 */
export const turnsBackwards = (
  walk: Walk,
  statement: Turns,
  { at, tapes, turns }: Made,
  flows: Adjoints,
  backward: Backward,
): void => {
  const { b } = walk;
  const { body, initial, outputs } = statement;
  const isLoop = statement.kind === "loop";
  const cotangents = outputs.map((output) => (isActive(walk, output) ? flows.take(output) : undefined));
  if (cotangents.every((flow) => flow === undefined) && !addsToFlow(walk, statement)) return;
  const params = paramsOf(statement);
  const count = isLoop ? at.of(statement.count) : (turns.get(statement) ?? constant(0));
  const tape = isLoop ? tapes.get(statement) : taped(walk, statement, count, made(at, new Set())).tape;
  const moving = params.flatMap((param, k) => (isActive(walk, param) ? [k] : []));
  const starts = moving.map((k) => cotangents[k] ?? zeroLike(b, at.of(outputs[k] ?? constant(0))));
  const isDown = isLoop && statement.descending;
  const around = { at, flows, cotangents };
  flows.open(reachedBy(walk, statement));
  const plain = (turn: Var, seeds: readonly Atom[]): Flowing => {
    const states = params.map((param, k) => (tape?.turns[k] ? b.read(tape.turns[k], [turn]) : param));
    return { carried: backTurn(walk, statement, around, turn, states, seeds, backward), collected: [] };
  };
  const { segments } = tape ?? {};
  const inSegment =
    (kept: Kept) =>
    (segment: Var, seeds: readonly Atom[]): Flowing => {
      const first = b.emit(mul.primitive, [segment, kept.length]);
      const size = b.emit(min.primitive, [kept.length, b.emit(sub.primitive, [count, first])]);
      const turnAt = (step: Atom): Atom => {
        const turn = b.emit(add.primitive, [first, step]);
        return isDown ? stepFrom(b, count, turn) : turn;
      };
      const again = b.loop(size, kept.at(segment), (step, states) => {
        const inner = made(at.inner(), new Set(), true);
        nameAll(inner.at, body.params, isLoop ? [turnAt(step), ...states] : states);
        forward(walk, body, inner);
        return { carried: body.results.slice(0, initial.length).map(inner.at.of), collected: states };
      });
      const back = b.loop(
        size,
        seeds,
        (step, inner) => {
          const states = again.collected.map((state) => b.read(state, [step]));
          return { carried: backTurn(walk, statement, around, turnAt(step), states, inner, backward), collected: [] };
        },
        true,
      );
      return { carried: back.carried, collected: [] };
    };
  const { carried } = b.from(statement.from, () =>
    segments
      ? b.loop(segments.count, starts, inSegment(segments), true)
      : b.loop(count, starts, plain, params.length > 0 && !isDown),
  );
  flows.close();
  for (const [j, k] of moving.entries()) {
    const [start, flow] = [initial[k], carried[j]];
    if (start && flow) flows.add(start, [], flow);
  }
};
