import { type Shown, shortened, shown, shownBy } from "../display/index.ts";
import type { RecordColumn } from "./column.ts";
import { showEvents } from "./events-type.ts";
import { type EventsView, eventsHtml, eventsText } from "./show-events.ts";

/** A parameter that a column of tangents belongs to; its width is 0 where it has none. */
export interface DualParameter {
  readonly name: string;
  readonly width: number;
}

/**
 * Some events as plain columns: what a pipeline made of them. Where the pipeline is differentiable its numbers carry
 * tangents, one per parameter, in the order of `parameters`.
 */
export interface EventColumns extends Shown {
  readonly columns: RecordColumn;
  readonly size: number;
  readonly parameters: readonly DualParameter[];
}

const viewOf = ({ columns, size, parameters }: EventColumns): EventsView => {
  const names = parameters.map(({ name }) => name).join(", ");
  return { columns, size, notes: names === "" ? [] : [`derivatives: ${names}`] };
};

const typeText = ({ columns, size }: EventColumns): string => showEvents(size, columns);

const prototype = /* @__PURE__ */ shownBy<EventColumns>({
  line: (events) => shortened(typeText(events)),
  text: (events) => eventsText(viewOf(events)),
  html: (events) => eventsHtml(viewOf(events)),
  data: (events) => ({ type: typeText(events), size: events.size, parameters: events.parameters }),
});

/** Events as plain columns that show themselves. */
export const eventColumns = (columns: RecordColumn, size: number, parameters: readonly DualParameter[]): EventColumns =>
  shown<EventColumns>({ columns, size, parameters }, prototype);
