import { type Demand, fail, isDemanded, type RecordColumn } from "../../core/index.ts";
import type { Piece } from "../pieces.ts";
import { groups } from "./groups.ts";
import { eventsLike } from "./like.ts";
import { namingMisfit } from "./misfit.ts";
import { membersOf, recordOf } from "./record-of.ts";

/** Event objects that come one by one, or a function that opens them anew for each subscription. */
export type ObjectStream<E> = AsyncIterable<E> | (() => AsyncIterable<E>);

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

const wrongSource = (value: unknown, name: string): Error =>
  fail("E_TYPE", {
    what: `events come from an array, an async iterable, or a function that opens one, not from ${value === null ? "null" : `a value of type ${typeof value}`}`,
    where: name,
    cure: "rows([{ x: 1 }]) or rows(async function* () { yield { x: 1 }; })",
  });

/** How objects that come one by one are opened, and whether a second time. */
export interface OpenedObjects {
  readonly replayable: boolean;
  readonly open: () => AsyncIterable<unknown>;
}

/** @throws E_TYPE where the objects are of no kind that can be opened; by `open`, E_REPLAY where they were read before */
export const openedObjects = (objects: unknown, name: string): OpenedObjects => {
  const checked = (opened: unknown): AsyncIterable<unknown> => {
    if (isAsyncIterable(opened)) return opened;
    throw wrongSource(opened, name);
  };
  if (typeof objects === "function") return { replayable: true, open: () => checked(objects()) };
  const once = checked(objects);
  let isUsed = false;
  const open = (): AsyncIterable<unknown> => {
    if (isUsed)
      throw fail("E_REPLAY", {
        what: "events that come one after the other can be read only once",
        where: name,
        cure: "rows(() => events()), a function that opens them anew",
      });
    isUsed = true;
    return once;
  };
  return { replayable: false, open };
};

/**
 * Event objects gathered into columns of `batchSize` events.
 * @param given - decides the members that are asked for and their types; the first batch if not given
 * @param onMembers - is told the members of the first batch
 * @throws E_TYPE where an event is no object or a member has different types in one batch; E_SCHEMA where a later batch
 * does not go with the first; both name the event
 */
export async function* piecesOf(
  events: AsyncIterable<unknown>,
  batchSize: number,
  given: RecordColumn | undefined,
  demand: Demand,
  signal: AbortSignal,
  onMembers: (members: ReadonlySet<string>) => void,
): AsyncGenerator<Piece> {
  let like = given;
  let first = 0;
  for await (const group of groups(events, batchSize, signal)) {
    const columns = namingMisfit(group, first, (some, path) => {
      const members = membersOf(some, path);
      if (!like) onMembers(members);
      const made = recordOf(
        some,
        [...members].filter((name) => isDemanded(demand, name)),
        path,
      );
      return like ? eventsLike(made, like, some.length, path) : made;
    });
    like ??= columns;
    yield { columns, size: group.length };
    first += group.length;
  }
}
