import { missing, type Value } from "../../lambda/index.ts";
import type { Atom, Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { eachTurn, itemLeaves, leavesOf, stored, withLeaves } from "./arrays.ts";
import { isWider } from "./branch.ts";
import { fit } from "./fit.ts";
import { isAlike, join, type Layout, numberLayout } from "./layout.ts";
import { partOf } from "./parts.ts";
import { knownAround } from "./sizes.ts";

const attempts = 6;

/** Finds the layout that a value has before the first turn and after each, by trying. */
const settled = <T>(b: ArrayBuilder, start: Value, attempt: (layout: Layout) => T): T => {
  let layout = leavesOf(b, start).layout;
  for (let k = 0; ; k++)
    try {
      return attempt(layout);
    } catch (thrown) {
      if (!isWider(thrown) || k > attempts) throw thrown;
      layout = thrown.wider;
    }
};

const next = (b: ArrayBuilder, state: Value, layout: Layout): readonly Atom[] => {
  const flat = leavesOf(b, state);
  knownAround(b, flat.layout);
  if (isAlike(b, flat.layout, layout)) return flat.leaves;
  const wider = join(b, layout, flat.layout);
  if (!isAlike(b, wider, layout)) throw { wider };
  return fit(b, state, layout);
};

/** What a turn leaves: the state of the next one, and an item, if items are collected. */
export interface Turned {
  readonly state: Value;
  readonly item?: Value;
}

/**
 * A loop of `count` turns that carries a value.
 * @param bounds - what the number of a turn is also known to lie below
 */
export const overTurns = (
  b: ArrayBuilder,
  count: Atom,
  start: Value,
  body: (turn: Var, state: Value) => Turned,
  ...bounds: readonly Atom[]
): { readonly state: Value; readonly items: Value } =>
  settled(b, start, (layout) => {
    let itemLayout: Layout = numberLayout();
    const { carried, collected } = b.loop(count, fit(b, start, layout), (turn, variables) => {
      eachTurn(b, count, turn, ...bounds);
      const { state, item } = body(turn, withLeaves(b, layout, variables));
      const flat = item && itemLeaves(b, item);
      if (flat) itemLayout = flat.layout;
      return { carried: next(b, state, layout), collected: flat?.leaves ?? [] };
    });
    const items = collected.length > 0 ? stored(b, count, itemLayout, collected.map(partOf)) : missing;
    return { state: withLeaves(b, layout, carried), items };
  });

/** A loop that carries a value as long as a test of it holds. */
export const whileTrue = (
  b: ArrayBuilder,
  most: Atom,
  start: Value,
  test: (state: Value) => Atom,
  body: (state: Value) => Value,
): Value =>
  settled(b, start, (layout) => {
    const { carried } = b.repeat(
      most,
      fit(b, start, layout),
      (variables) => test(withLeaves(b, layout, variables)),
      (variables) => next(b, body(withLeaves(b, layout, variables)), layout),
    );
    return withLeaves(b, layout, carried);
  });
