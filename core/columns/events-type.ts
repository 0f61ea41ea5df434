import { escapeHtml, type Shown, shortened, shown, shownBy } from "../display/index.ts";
import { type Column, schemaOf } from "./column.ts";
import type { Schema } from "./schema.ts";
import { showName, showSchema } from "./show-schema.ts";

/** A member that events of a source have and that cannot be read, and why. */
export interface Unreadable {
  readonly name: string;
  readonly reason: string;
}

/** How many events there are, where that is known, and the type of one. */
export interface EventsType extends Shown {
  readonly size: number | undefined;
  readonly schema: Schema;
  readonly unreadable: readonly Unreadable[];
}

/** The type of some events as people write it: `1000 * {met: f64, muon: var * {pt: f32}}`. */
export const showEvents = (size: number | undefined, type: Schema | Column): string =>
  `${size ?? "var"} * ${showSchema(type)}`;

const text = ({ size, schema, unreadable }: EventsType): string =>
  [
    showEvents(size, schema),
    ...unreadable.map(({ name, reason }) => `and ${showName(name)}, which cannot be read: ${reason}`),
  ].join("\n");

const prototype = /* @__PURE__ */ shownBy<EventsType>({
  line: ({ size, schema }) => shortened(showEvents(size, schema)),
  text,
  html: (type) => `<code>${escapeHtml(text(type))}</code>`,
  data: text,
});

/**
 * The type of some events.
 * @param size - how many; undefined where that is not known
 * @param unreadable - members that are not in `schema`, because they cannot be read
 * @example
 * String(eventsType(record({ met: f64 }), undefined)); // "var * {met: f64}"
 */
export const eventsType = (
  schema: Schema,
  size: number | undefined,
  unreadable: readonly Unreadable[] = [],
): EventsType => shown<EventsType>({ size, schema, unreadable }, prototype);

/** The type that columns have. */
export const typeOfColumns = (columns: Column, size: number): EventsType => eventsType(schemaOf(columns), size);
