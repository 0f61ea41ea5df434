import type { Var } from "../../program/index.ts";
import { asksForFirst } from "../run/peeled.ts";
import {
  type AccumulateStatement,
  type Block,
  blocksOf,
  type FreezeStatement,
  isArray,
  type LoopStatement,
  sizeOf,
} from "../statement.ts";
import { addedBy, factsOf, type Group, givenBy, type Item, loopsOf, type Order, uses } from "./group.ts";
import { distancesOf, offsetOf } from "./reads.ts";
import { addsUnderTest, hasDear, isSame, isSimple } from "./simple-loops.ts";

/** More statements in one loop do not find room for their values. */
const mostStatements = 200;

/** So many loops back a loop looks for one to join. */
const farthest = 24;

const addsIn = ({ statements }: Block, sum: number): readonly AccumulateStatement[] =>
  statements.flatMap((s) =>
    s.kind === "accumulate" ? (s.into.id === sum ? [s] : []) : blocksOf(s).flatMap((block) => addsIn(block, sum)),
  );

/** How a group adds to a sum, if it does so with single numbers, and each loop at one place a turn. */
const offsetsOfAdding = ({ loops }: Group, sum: Var): ReadonlyMap<LoopStatement, number> | undefined => {
  const found = new Map<LoopStatement, number>();
  for (const loop of loops) {
    if (!factsOf(loop).adds.some(({ id }) => id === sum.id)) continue;
    const [adding, ...others] = addsIn(loop.body, sum.id);
    if (!adding || others.length > 0 || adding.value.dtype !== "f64" || adding.indices.length !== 1) return undefined;
    const offset = offsetOf(loop, adding.indices[0]);
    if (offset === undefined || !isArray(sum) || !isSame(loop.count, sum.shape[0])) return undefined;
    found.set(loop, offset);
  }
  return new Set([...found.values()].filter((offset) => offset !== 0)).size > 1 ? undefined : found;
};

/** How far behind the place to which some loops of a group add others do. */
const delayOf = (offsets: ReadonlyMap<LoopStatement, number>): number =>
  -([...offsets.values()].find((offset) => offset !== 0) ?? 0);

interface Between {
  /** What has to stand behind the group. */
  readonly behind: ReadonlySet<Item>;
  readonly tainted: ReadonlySet<number>;
  /** The sums that are asked for behind the group, with nothing added since. */
  readonly frozen: ReadonlyMap<number, readonly FreezeStatement[]>;
}

const between = (group: Group, items: readonly Item[]): Between => {
  const tainted = new Set(givenBy(group).map(({ id }) => id));
  const open = new Set(group.loops.flatMap((s) => factsOf(s).adds.map(({ id }) => id)));
  const behind = new Set<Item>();
  const frozen = new Map<number, FreezeStatement[]>();
  for (const item of items) {
    if (!uses(item, tainted)) continue;
    behind.add(item);
    for (const { id } of givenBy(item)) tainted.add(id);
    if (item.kind === "freeze" && open.has(item.accumulator.id))
      frozen.set(item.accumulator.id, [...(frozen.get(item.accumulator.id) ?? []), item]);
    else for (const s of loopsOf(item)) for (const { id } of factsOf(s).adds) open.delete(id);
  }
  return { behind, tainted, frozen };
};

/** What decides which loops have a place in one. */
interface Work {
  readonly size: number;
  readonly isDear: boolean;
  readonly isUnderTest: boolean;
}

const works = new WeakMap<LoopStatement, Work>();

const workOf = (loop: LoopStatement): Work => {
  const before = works.get(loop);
  if (before) return before;
  const isUnderTest = addsUnderTest(loop) && !asksForFirst(loop);
  const work = { size: sizeOf(loop.body), isDear: hasDear(loop.body), isUnderTest };
  works.set(loop, work);
  return work;
};

const hasPlace = ({ loops }: Group, loop: LoopStatement): boolean => {
  const [first] = loops;
  if (!first || !isSame(first.count, loop.count)) return false;
  const own = workOf(loop);
  const others = loops.map(workOf);
  return (
    others.reduce((sum, { size }) => sum + size, own.size) <= mostStatements &&
    !(own.isDear && others.some(({ isDear }) => isDear)) &&
    others[0]?.isUnderTest === own.isUnderTest
  );
};

/** Whether loops read the same array, or one what the other makes. */
const sharesWith = (group: Group, loop: LoopStatement): boolean => {
  const own = new Set([...group.loops.flatMap((s) => [...factsOf(s).arrays]), ...givenBy(group).map(({ id }) => id)]);
  return [...factsOf(loop).arrays].some((id) => own.has(id));
};

interface Joined {
  readonly group: Group;
  readonly behind: ReadonlySet<Item>;
  readonly gone: ReadonlySet<Item>;
}

/** The order in which a turn at a distance has just been gone through. */
const orderFor = (distance: number): Order => (distance < 0 ? "ascending" : "descending");

/** The group with one loop more; undefined where that loop waits for something that the whole group makes. */
const joined = (group: Group, loop: LoopStatement, items: readonly Item[]): Joined | undefined => {
  if (!hasPlace(group, loop)) return undefined;
  const { behind, tainted, frozen } = between(group, items);
  const own = new Set(givenBy(group).map(({ id }) => id));
  const adds = new Set(group.loops.flatMap((s) => factsOf(s).adds.map(({ id }) => id)));
  const settled = new Map(group.settled);
  const delayed = new Set(group.delayed);
  const gone = new Set<Item>();
  const orders = new Set<Order>([group.order]);
  /** Has what a turn at a distance of at most one makes known. */
  const reach = (id: number, distance: number): boolean => {
    if (distance === 0) return true;
    if (Math.abs(distance) > 1) return false;
    delayed.add(id);
    orders.add(orderFor(distance));
    return true;
  };
  for (const id of factsOf(loop).uses) {
    if (!tainted.has(id) || adds.has(id)) continue;
    const distances = distancesOf(loop, id);
    if (!distances) return undefined;
    if (own.has(id)) {
      if ([...distances].every((distance) => reach(id, distance))) continue;
      return undefined;
    }
    const freezes = [...frozen.values()].find((asking) => asking.some(({ output }) => output.id === id));
    const sum = freezes?.[0]?.accumulator;
    const offsets = sum && offsetsOfAdding(group, sum);
    if (!sum || !freezes || !offsets || !reach(sum.id, delayOf(offsets))) return undefined;
    const isAtEnd = delayOf(offsets) === 0;
    if (![...distances].every((distance) => distance === 0 || (isAtEnd && reach(id, distance)))) return undefined;
    settled.set(sum.id, { sum, offsets, freezes });
    for (const freeze of freezes) gone.add(freeze);
  }
  orders.delete(undefined);
  if (orders.size > 1 || (!sharesWith(group, loop) && gone.size === 0)) return undefined;
  const [order] = orders;
  return { group: { kind: "group", loops: [...group.loops, loop], settled, delayed, order }, behind, gone };
};

/** Joins a loop with one before it, if it can. */
const withJoined = (items: readonly Item[], at: number): readonly Item[] | undefined => {
  const item = items[at];
  const loop = item?.kind === "group" && item.loops.length === 1 ? item.loops[0] : undefined;
  if (!loop) return undefined;
  for (let k = at - 1; k >= Math.max(0, at - farthest); k--) {
    const before = items[k];
    if (before?.kind !== "group") continue;
    const passed = items.slice(k + 1, at);
    const found = joined(before, loop, passed);
    if (!found) continue;
    const { group, behind, gone } = found;
    return [
      ...items.slice(0, k),
      ...passed.filter((other) => !behind.has(other)),
      group,
      ...passed.filter((other) => behind.has(other) && !gone.has(other)),
      ...items.slice(at + 1),
    ];
  }
  return undefined;
};

const groupsIn = new WeakMap<Block, readonly Item[]>();

/** The statements of a block, with loops that may become one in groups. */
export const grouped = (block: Block): readonly Item[] => {
  const before = groupsIn.get(block);
  if (before) return before;
  const found = made(block);
  groupsIn.set(block, found);
  return found;
};

/** A group in which what several loops add to an element is added once. */
const settledAtEnd = (group: Group, after: readonly Item[]): Group => {
  const settled = new Map(group.settled);
  const delayed = new Set(group.delayed);
  let { order } = group;
  for (const [id, sum] of new Map(addedBy(group).map((sum) => [sum.id, sum]))) {
    const offsets = settled.has(id) ? undefined : offsetsOfAdding(group, sum);
    if (!offsets || offsets.size < 2) continue;
    const delay = delayOf(offsets);
    if (Math.abs(delay) > 1 || (delay !== 0 && order !== undefined && order !== orderFor(delay))) continue;
    const freezes = after.filter((item) => item.kind === "freeze" && item.accumulator.id === id);
    const isOver = !after.some((item) => addedBy(item).some((other) => other.id === id));
    if (delay !== 0) {
      delayed.add(id);
      order = orderFor(delay);
    }
    settled.set(id, { sum, offsets, freezes: isOver ? (freezes as readonly FreezeStatement[]) : [] });
  }
  return { ...group, settled, delayed, order };
};

const made = ({ statements }: Block): readonly Item[] => {
  if (statements.filter(isSimple).length < 2) return statements;
  let items: readonly Item[] = statements.map((s) =>
    isSimple(s) ? { kind: "group", loops: [s], settled: new Map(), delayed: new Set(), order: undefined } : s,
  );
  for (let at = 1; at < items.length; at++) {
    const next = withJoined(items, at);
    if (next) {
      items = next;
      at--;
    }
  }
  return items.map((item, k) => {
    if (item.kind !== "group") return item;
    const [only] = item.loops.length === 1 ? item.loops : [];
    return only ?? settledAtEnd(item, items.slice(k + 1));
  });
};
