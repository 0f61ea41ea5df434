export { type Bar, barChart } from "./bar-chart.ts";
export { barLines, barsOnLine } from "./bar-lines.ts";
export { escapeHtml } from "./escape.ts";
export { shortened } from "./shortened.ts";
export { showNumber } from "./show-number.ts";
export { type Shown, shown, shownBy } from "./shown.ts";
export { tableHtml } from "./table.ts";
