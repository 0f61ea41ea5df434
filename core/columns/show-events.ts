import { escapeHtml, tableHtml } from "../display/index.ts";
import type { RecordColumn } from "./column.ts";
import { showEvents } from "./events-type.ts";
import { showRow } from "./show-row.ts";

const mostRows = 5;
const mostColumns = 20;

/** Some events, and what else there is to say of them. */
export interface EventsView {
  readonly columns: RecordColumn;
  readonly size: number;
  readonly notes: readonly string[];
}

const shownRows = (size: number): readonly number[] => Array.from({ length: Math.min(size, mostRows) }, (_, k) => k);

const moreOf = (size: number): readonly string[] => (size > mostRows ? [`…${size - mostRows} more`] : []);

/** The type of events, the first five of them and how many more there are. */
export const eventsText = ({ columns, size, notes }: EventsView): string =>
  [showEvents(size, columns), ...notes, ...shownRows(size).map((row) => showRow(columns, row)), ...moreOf(size)].join(
    "\n",
  );

/** The same with a table, one column for each of the first twenty members. */
export const eventsHtml = ({ columns, size, notes }: EventsView): string => {
  const fields = [...columns.fields].slice(0, mostColumns);
  const left = columns.fields.size - fields.length;
  const table = tableHtml(
    ["", ...fields.map(([name]) => name), ...(left > 0 ? [`…${left}`] : [])],
    shownRows(size).map((row) => [String(row), ...fields.map(([, field]) => showRow(field, row))]),
  );
  const lines = [`<code>${escapeHtml(showEvents(size, columns))}</code>`, ...notes.map(escapeHtml)];
  return `<div>${lines.join("<br>")}<div style="overflow-x:auto;white-space:nowrap">${table}</div>${moreOf(size).join("")}</div>`;
};
