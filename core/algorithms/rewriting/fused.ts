import { add } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { again, type Made, made, plainWalk, type Walk } from "../derivatives/forward.ts";
import { nameAll, names } from "../derivatives/names.ts";
import type { Block, CondStatement, LoopStatement, Statement } from "../statement.ts";
import { addedBy, type Group } from "./group.ts";
import { grouped } from "./groups.ts";
import { offsetOf } from "./reads.ts";
import { within } from "./within.ts";

/** What is known where statements are made anew. */
interface Known {
  /** The loop that goes on in the turn at hand. */
  readonly loop: LoopStatement;
  /** What the turn at hand knows of the arrays that its loop makes, by variable; and what the turn before it knew. */
  readonly now: Map<number, Atom>;
  readonly before: Map<number, Atom>;
  /** What it adds to sums that are settled. */
  readonly added: Map<number, Atom>;
  readonly settled: Group["settled"];
}

/** One loop in place of several: its outputs are theirs. */
const fuse = ({ loops, settled, delayed, order }: Group, begun: ReadonlySet<number>): readonly Statement[] => {
  const [first] = loops;
  if (!first) return [];
  const b = arrayBuilder();
  const walk = plainWalk(b);
  const totals = new Map<number, Atom>();
  const earlier = new Map<number, Atom>();
  const late = [...delayed];
  const outputs: Var[] = [];
  const turns = (): void =>
    void b.loop(
      first.count,
      late.map((id) => constant(settled.has(id) ? 0 : Number.NaN)),
      (turn, states) => {
        const items: Atom[] = [];
        const before = new Map(late.map((id, k) => [id, states[k] ?? turn]));
        const now = new Map<number, Atom>();
        const next = new Map<number, Atom>();
        const plus = (all: Map<number, Atom>, id: number, value: Atom): void => {
          const sum = all.get(id);
          all.set(id, sum ? b.emit(add.primitive, [sum, value]) : value);
        };
        const give = (output: Var, value: Atom): void => {
          now.set(output.id, value);
          outputs.push(output);
          items.push(value);
        };
        for (const [id, start] of earlier) totals.set(id, b.read(start, [turn]));
        for (const loop of loops) {
          const { body, outputs: arrays } = loop;
          const inner = made(names(), undefined, true);
          nameAll(inner.at, body.params, [turn]);
          const added = new Map<number, Atom>();
          const known: Known = { loop, now, before, added, settled };
          for (const statement of body.statements) remake(walk, statement, inner, known);
          for (const [id, { offsets, freezes }] of settled) {
            const offset = offsets.get(loop);
            if (offset === undefined) continue;
            const value = added.get(id) ?? constant(0);
            if (offset === 0) plus(totals, id, value);
            else plus(next, id, value);
            if ([...offsets.keys()].at(-1) !== loop) continue;
            const late = delayed.has(id) ? before.get(id) : undefined;
            if (late) plus(totals, id, late);
            for (const { output } of freezes) give(output, totals.get(id) ?? value);
          }
          for (const [k, result] of body.results.entries()) {
            const output = arrays[k];
            if (output) give(output, inner.at.of(result));
          }
        }
        for (const [id, { sum, freezes }] of settled) {
          const total = totals.get(id);
          if (freezes.length === 0 && total) b.accumulate(sum, [turn], total);
        }
        return { carried: late.map((id) => (settled.has(id) ? next : now).get(id) ?? constant(0)), collected: items };
      },
      order === "descending" || (order === undefined && first.descending),
    );
  const { statements } = b.block([], () => {
    for (const [id, { sum, freezes }] of settled)
      if (freezes.length > 0 && begun.has(id)) earlier.set(id, b.freeze(sum));
    turns();
    return [];
  });
  return statements.map((s) =>
    s.kind === "loop" ? { ...s, outputs: [...s.outputs.slice(0, late.length), ...outputs] } : s,
  );
};

/** A branch that adds to settled sums gives what it adds. */
const remakeCond = (walk: Walk, statement: CondStatement, to: Made, known: Known): void => {
  const { b } = walk;
  const { test, yes, no, outputs, from } = statement;
  const sums = addedBy(statement).flatMap(({ id }) => (known.settled.has(id) ? [id] : []));
  const branch = (block: Block) => (): readonly Atom[] => {
    const inner = made(to.at.inner(), undefined, true);
    const added = new Map<number, Atom>();
    for (const each of block.statements) remake(walk, each, inner, { ...known, added });
    return [...block.results.map(inner.at.of), ...sums.map((id) => added.get(id) ?? constant(0))];
  };
  const results = b.from(from, () => b.cond(to.at.of(test), branch(yes), branch(no)));
  nameAll(to.at, outputs, results);
  for (const [k, id] of sums.entries()) {
    const value = results[outputs.length + k];
    if (value) known.added.set(id, value);
  }
};

const remake = (walk: Walk, statement: Statement, to: Made, known: Known): void => {
  const { loop, now, before, added, settled } = known;
  if (statement.kind === "accumulate" && settled.has(statement.into.id)) {
    added.set(statement.into.id, to.at.of(statement.value));
    return;
  }
  if (statement.kind === "cond") {
    remakeCond(walk, statement, to, known);
    return;
  }
  const { array, indices, checked, output } = statement.kind === "read" ? statement : { ...none };
  const isOwn = offsetOf(loop, indices[0]) === 0;
  const value = array && (isOwn ? now : before).get(array.id);
  if (value && output) to.at.set(output, isOwn ? walk.b.read(value, indices.slice(1).map(to.at.of), checked) : value);
  else again(walk, statement, to);
};

const none = { array: undefined, indices: [], checked: false, output: undefined } as const;

/** The statements of a block with groups in one loop each. */
const inOne = (block: Block): readonly Statement[] => {
  const items = grouped(block);
  const done = new Set<Statement>();
  return items.flatMap((item, k): readonly Statement[] => {
    if (item.kind !== "group") return done.has(item) ? [] : [within(item, fused)];
    for (const { freezes } of item.settled.values()) for (const freeze of freezes) done.add(freeze);
    return fuse(item, new Set(items.slice(0, k).flatMap((other) => addedBy(other).map(({ id }) => id))));
  });
};

/**
 * The block with loops of equally many turns in one, where each turn of the later ones needs no more of what the earlier
 * ones make than their same turn and the one before it. What only goes from one of them to another is in no array then.
 */
export const fused = (block: Block): Block => {
  const statements = inOne(block);
  return statements.every((statement, k) => statement === block.statements[k]) ? block : { ...block, statements };
};
