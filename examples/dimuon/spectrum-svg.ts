import { colourOf, type Panel, palette, panelSvg, stacked } from "./panel.ts";
import type { Spectrum } from "./spectrum.ts";
import { box, element, text } from "./svg.ts";

const size = { width: 940, height: 450, left: 70, right: 20, top: 92, bottom: 58, gap: 66 } as const;

const legend = ({ layers, sidebands }: Spectrum): string => {
  const entries = [
    ...Object.keys(layers).map((name, k) => [name, colourOf(k)] as const),
    ["window", palette.window] as const,
    ...(sidebands.length > 0 ? [["sidebands", palette.sidebands] as const] : []),
  ];
  let right = size.width - size.right;
  return entries
    .toReversed()
    .flatMap(([name, fill]) => {
      const left = right - 7 * name.length - 20;
      right = left - 18;
      return [box(left, 15, 13, 13, { fill, stroke: palette.ink, "stroke-width": 0.5 }), text(left + 19, 26, name)];
    })
    .join("\n");
};

/** Spectra side by side on one scale as an SVG picture. */
export const spectrumSvg = (panels: readonly Panel[], heading: string): string => {
  const { width, height, left, right, top, bottom, gap } = size;
  const each = (width - left - right - (panels.length - 1) * gap) / panels.length;
  const highest = Math.max(1, ...panels.flatMap(({ spectrum }) => stacked(spectrum).flatMap(({ high }) => high)));
  const [first] = panels;
  const [a = 0, b = 1] = first?.spectrum.edges ?? [];
  const content = [
    box(0, 0, width, height, { fill: "#ffffff" }),
    text(left, 26, heading, { fill: palette.quiet }),
    first ? legend(first.spectrum) : "",
    text(0, 0, `events per ${Number((b - a).toPrecision(3))} GeV`, {
      transform: `translate(16 ${(top + height - bottom) / 2}) rotate(-90)`,
      "text-anchor": "middle",
    }),
    ...panels.map((panel, k) => {
      const from = left + k * (each + gap);
      return panelSvg(panel, { left: from, right: from + each, top, bottom: height - bottom, most: 1.08 * highest });
    }),
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": "Helvetica, Arial, sans-serif",
    "font-size": 12,
    fill: palette.ink,
  };
  return `${element("svg", attributes, `\n${content.join("\n")}\n`)}\n`;
};
