import { type Column, columnOf, fail, type RecordColumn } from "../../core/index.ts";

const isEvent = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The names of all members that some events have, in the order in which they are met.
 * @throws E_TYPE where an event is no object
 */
export const membersOf = (events: readonly unknown[], path: string): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const event of events) {
    if (!isEvent(event))
      throw fail("E_TYPE", {
        what: `an event is an object with named members, not ${Array.isArray(event) ? "an array" : typeof event === "symbol" ? "a symbol" : String(event)}`,
        where: path,
        cure: "rows([{ x: 1 }, { x: 2 }])",
      });
    for (const name of Object.keys(event)) names.add(name);
  }
  return names;
};

/**
 * Members of events as columns; one that an event does not have is missing there.
 * @throws E_TYPE where a member has different types, or one that no column has
 */
export const recordOf = (events: readonly unknown[], names: Iterable<string>, path: string): RecordColumn => {
  const memberOf = (event: unknown, name: string): unknown =>
    isEvent(event) && Object.hasOwn(event, name) ? event[name] : undefined;
  const field = (name: string): readonly [string, Column] => [
    name,
    columnOf(
      events.map((event) => memberOf(event, name)),
      `${path}.${name}`,
    ),
  ];
  return { kind: "record", fields: new Map(Array.from(names, field)) };
};
