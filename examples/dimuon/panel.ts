import type { Spectrum } from "./spectrum.ts";
import { box, element, line, text } from "./svg.ts";
import { ticks } from "./ticks.ts";

/** One spectrum of a picture, with what stands above it. */
export interface Panel {
  readonly title: string;
  readonly subtitle: string;
  readonly spectrum: Spectrum;
}

/** Where a panel lies in the picture, and the number of events at its top. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly most: number;
}

export const palette = {
  ink: "#2b2d31",
  quiet: "#5b5e66",
  grid: "#e4e4e0",
  paper: "#fbfbf9",
  window: "#f6e3b4",
  sidebands: "#e7e3dc",
  layers: ["#8fb3cc", "#e2703a", "#6a994e"],
} as const;

export const colourOf = (layer: number): string => palette.layers[layer % palette.layers.length] ?? palette.ink;

/** Each layer with what lies below it and with its own top. */
export const stacked = ({ layers, edges }: Spectrum) => {
  const found: { readonly name: string; readonly low: readonly number[]; readonly high: readonly number[] }[] = [];
  for (const [name, contents] of Object.entries(layers)) {
    const low = found.at(-1)?.high ?? edges.slice(1).map(() => 0);
    found.push({ name, low, high: low.map((n, k) => n + (contents[k] ?? 0)) });
  }
  return found;
};

/** The elements of a panel. */
export const panelSvg = ({ title, subtitle, spectrum }: Panel, { left, right, top, bottom, most }: Frame): string => {
  const { edges, window, sidebands } = spectrum;
  const [first = 0, last = 1] = [edges[0], edges.at(-1)];
  const x = (m: number): number => left + ((m - first) / (last - first)) * (right - left);
  const y = (n: number): number => bottom - (n / most) * (bottom - top);
  const band = ([from, to]: readonly [number, number], fill: string): string =>
    box(x(from), top, x(to) - x(from), bottom - top, { fill });
  const along = (contents: readonly number[]): readonly string[] =>
    contents.flatMap((n, k) => [edges[k] ?? 0, edges[k + 1] ?? 0].map((m) => `${x(m).toFixed(1)},${y(n).toFixed(1)}`));
  const layers = stacked(spectrum).map(({ low, high }, k) =>
    element("polygon", {
      points: [...along(high), ...along(low).toReversed()].join(" "),
      fill: colourOf(k),
      stroke: palette.ink,
      "stroke-width": 0.5,
    }),
  );
  const counts = ticks(0, most, 5);
  return [
    box(left, top, right - left, bottom - top, { fill: palette.paper }),
    ...sidebands.map((sideband) => band(sideband, palette.sidebands)),
    band(window, palette.window),
    ...counts.map((n) => line(left, y(n), right, y(n), { stroke: palette.grid })),
    ...layers,
    ...window.map((m) => line(x(m), top, x(m), bottom, { stroke: palette.ink, "stroke-dasharray": "5 3" })),
    element("path", { d: `M${left},${top} V${bottom} H${right}`, fill: "none", stroke: palette.ink }),
    ...counts.map((n) => text(left - 8, y(n) + 4, n.toLocaleString("en"), { "text-anchor": "end" })),
    ...ticks(first, last, 7).flatMap((m) => [
      line(x(m), bottom, x(m), bottom + 5, { stroke: palette.ink }),
      text(x(m), bottom + 20, String(m), { "text-anchor": "middle" }),
    ]),
    text((left + right) / 2, bottom + 42, "dimuon mass, scale applied [GeV]", { "text-anchor": "middle" }),
    text(left, top - 30, title, { "font-size": 16, "font-weight": 600 }),
    text(left, top - 11, subtitle, { fill: palette.quiet }),
  ].join("\n");
};
