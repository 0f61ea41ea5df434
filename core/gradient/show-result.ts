import { type Bar, barChart, barLines, barsOnLine, showNumber, shownBy, tableHtml } from "../display/index.ts";
import type { Histogram, Scalar } from "./results.ts";

/** The members of a result that are data, as they may stand in JSON. */
const dataOf = (result: object): unknown =>
  Object.fromEntries(
    Object.entries(result).flatMap(([name, member]: [string, unknown]) =>
      name === "trace" ? [] : [[name, ArrayBuffer.isView(member) ? [...(member as Float64Array)] : member]],
    ),
  );

const barsOf = ({ edges, values, variances }: Histogram): readonly Bar[] =>
  Array.from(values, (value, k) => ({
    from: edges[k] ?? 0,
    to: edges[k + 1] ?? 0,
    value,
    error: Math.sqrt(variances[k] ?? 0),
  }));

const headOf = ({ edges, values }: Histogram): string =>
  `${values.length} ${values.length === 1 ? "bin" : "bins"}, ${showNumber(edges[0] ?? 0)} to ${showNumber(edges.at(-1) ?? 0)}`;

const countsOf = ({ underflow, overflow, entries, skipped }: Histogram): string =>
  Object.entries({ underflow, overflow, entries, skipped })
    .map(([name, count]) => `${name} ${showNumber(count)}`)
    .join(", ");

const histogramText = (histogram: Histogram): string => {
  const each = barsOnLine(histogram.values.length);
  const head = `histogram of ${headOf(histogram)}${each > 1 ? `, ${each} bins a line` : ""}`;
  return [head, ...barLines(barsOf(histogram)), countsOf(histogram)].join("\n");
};

const pictureOf = (histogram: Histogram): string => barChart(barsOf(histogram));

const figureOf = (histogram: Histogram): string => {
  const rows = barsOf(histogram).map(({ from, to, value, error }) =>
    [from, to, value, error].map((x) => showNumber(x)),
  );
  const table = tableHtml(["from", "to", "content", "error"], rows);
  const caption = `histogram of ${headOf(histogram)}: ${countsOf(histogram)}`;
  return `<div>${pictureOf(histogram)}<details><summary>${caption}</summary>${table}</details></div>`;
};

const valueText = ({ value, variance }: Scalar): string =>
  variance > 0 ? `${showNumber(value)} ± ${showNumber(Math.sqrt(variance), 3)}` : showNumber(value);

const scalarText = (scalar: Scalar): string =>
  scalar.entries > 0 ? `${valueText(scalar)} (${showNumber(scalar.entries)} entries)` : valueText(scalar);

/** What shows each kind of result. */
export const prototypes: Readonly<Record<"histogram" | "scalar", object>> = {
  histogram: /* @__PURE__ */ shownBy<Histogram>({
    line: (h) => `histogram(${headOf(h)}, sum ${showNumber(h.values.reduce((sum, value) => sum + value, 0))})`,
    text: histogramText,
    html: figureOf,
    svg: pictureOf,
    data: dataOf,
  }),
  scalar: /* @__PURE__ */ shownBy<Scalar>({
    line: scalarText,
    text: scalarText,
    html: (scalar) => `<span>${scalarText(scalar)}</span>`,
    data: dataOf,
  }),
};
