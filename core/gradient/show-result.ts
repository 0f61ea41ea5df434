import { type Bar, barChart, barLines, barsOnLine, showNumber, shownBy, tableHtml } from "../display/index.ts";
import { marginBins, sumInto } from "./margins.ts";
import type { Grid, Histogram, Profile, Scalar } from "./results.ts";

const plain = (member: unknown): unknown => {
  if (Array.isArray(member)) return member.map(plain);
  return ArrayBuffer.isView(member) ? [...(member as Float64Array)] : member;
};

/** The members of a result that are data, as they may stand in JSON. */
const dataOf = (result: object): unknown =>
  Object.fromEntries(
    Object.entries(result).flatMap(([name, member]: [string, unknown]) =>
      name === "trace" ? [] : [[name, plain(member)]],
    ),
  );

const barsOf = ({ edges, values, variances }: Pick<Histogram, "edges" | "values" | "variances">): readonly Bar[] =>
  Array.from(values, (value, k) => ({
    from: edges[k] ?? 0,
    to: edges[k + 1] ?? 0,
    value,
    error: Math.sqrt(variances[k] ?? 0),
  }));

const rangeOf = (edges: Float64Array): string => `${showNumber(edges[0] ?? 0)} to ${showNumber(edges.at(-1) ?? 0)}`;

const headOf = ({ edges, values }: Histogram): string =>
  `${values.length} ${values.length === 1 ? "bin" : "bins"}, ${rangeOf(edges)}`;

const sumOf = (values: Float64Array): string => showNumber(values.reduce((sum, value) => sum + value, 0));

const named = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${showNumber(count)}`)
    .join(", ");

const countsOf = ({ underflow, overflow, entries, skipped }: Histogram): string =>
  named({ underflow, overflow, entries, skipped });

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

/** The contents along each axis, wherever they lie along the others. */
const marginsOf = ({ axes, shape, values, variances }: Grid): readonly (readonly Bar[])[] =>
  axes.map((edges, k) => {
    const [bins, n] = [marginBins(shape, [k]), shape[k] ?? 0];
    return barsOf({ edges, values: sumInto(bins, values, n), variances: sumInto(bins, variances, n) });
  });

const gridHead = ({ axes, shape }: Grid): string => `${shape.join(" x ")} bins, ${axes.map(rangeOf).join(" by ")}`;

const gridCounts = ({ outside, entries, skipped }: Grid): string => named({ outside, entries, skipped });

const gridText = (grid: Grid): string => {
  const margins = marginsOf(grid).flatMap((bars, k) => [`along axis ${k}`, ...barLines(bars)]);
  return [`histogram of ${gridHead(grid)}`, ...margins, gridCounts(grid)].join("\n");
};

const gridFigure = (grid: Grid): string =>
  `<div>${marginsOf(grid).map(barChart).join("")}<p>histogram of ${gridHead(grid)}: ${gridCounts(grid)}</p></div>`;

const valueText = ({ value, variance }: Scalar): string =>
  variance > 0 ? `${showNumber(value)} ± ${showNumber(Math.sqrt(variance), 3)}` : showNumber(value);

const scalarText = (scalar: Scalar): string =>
  scalar.entries > 0 ? `${valueText(scalar)} (${showNumber(scalar.entries)} entries)` : valueText(scalar);

const mostLines = 40;

const meansOf = (profile: Profile): readonly (readonly string[])[] =>
  barsOf(profile).map(({ from, to, value, error }) => [from, to, value, error].map((x) => showNumber(x)));

const profileHead = ({ edges, values }: Profile): string => `profile of ${values.length} bins, ${rangeOf(edges)}`;

const profileCounts = ({ entries, skipped }: Profile): string => named({ entries, skipped });

const profileText = (profile: Profile): string => {
  const lines = meansOf(profile).map(([from, to, mean, error]) => `[${from}, ${to})  ${mean} ± ${error}`);
  const rest = lines.length - mostLines;
  const shown = rest > 0 ? [...lines.slice(0, mostLines), `and ${rest} more`] : lines;
  return [profileHead(profile), ...shown, profileCounts(profile)].join("\n");
};

const profileTable = (profile: Profile): string =>
  `<div><p>${profileHead(profile)}: ${profileCounts(profile)}</p>${tableHtml(["from", "to", "mean", "error"], meansOf(profile))}</div>`;

/** What shows each kind of result. */
export const prototypes: Readonly<Record<"histogram" | "grid" | "profile" | "scalar", object>> = {
  histogram: /* @__PURE__ */ shownBy<Histogram>({
    line: (h) => `histogram(${headOf(h)}, sum ${sumOf(h.values)})`,
    text: histogramText,
    html: figureOf,
    svg: pictureOf,
    data: dataOf,
  }),
  grid: /* @__PURE__ */ shownBy<Grid>({
    line: (grid) => `grid(${gridHead(grid)}, sum ${sumOf(grid.values)})`,
    text: gridText,
    html: gridFigure,
    data: dataOf,
  }),
  profile: /* @__PURE__ */ shownBy<Profile>({
    line: (profile) => profileHead(profile),
    text: profileText,
    html: profileTable,
    data: dataOf,
  }),
  scalar: /* @__PURE__ */ shownBy<Scalar>({
    line: scalarText,
    text: scalarText,
    html: (scalar) => `<span>${scalarText(scalar)}</span>`,
    data: dataOf,
  }),
};
