import { escapeHtml, type Shown, shown, shownBy } from "../display/index.ts";
import type { Column } from "./column.ts";
import { schemaOf } from "./column.ts";
import type { Schema } from "./schema.ts";
import { showSchema } from "./show-schema.ts";

/** How many events there are, where that is known, and the type of one. */
export interface EventsType extends Shown {
  readonly size: number | undefined;
  readonly schema: Schema;
}

/** The type of some events as people write it: `1000 * {met: f64, muon: var * {pt: f32}}`. */
export const showEvents = (size: number | undefined, type: Schema | Column): string =>
  `${size ?? "var"} * ${showSchema(type)}`;

const text = ({ size, schema }: EventsType): string => showEvents(size, schema);

const prototype = /* @__PURE__ */ shownBy<EventsType>({
  line: text,
  text,
  html: (type) => `<code>${escapeHtml(text(type))}</code>`,
  data: text,
});

/**
 * The type of some events.
 * @param size - how many; undefined where that is not known
 * @example
 * String(eventsType(leafOrRecord, undefined)); // "var * {met: f64}"
 */
export const eventsType = (schema: Schema, size: number | undefined): EventsType =>
  shown<EventsType>({ size, schema }, prototype);

/** The type that columns have. */
export const typeOfColumns = (columns: Column, size: number): EventsType => eventsType(schemaOf(columns), size);
