import type { Analysis, Regions } from "./analysis.ts";
import { scanPoints } from "./hard-scan.ts";
import type { Judgement } from "./judge.ts";
import type { Study } from "./study.ts";
import { table } from "./table.ts";

/** A number with as many digits as are of use. */
const digits = (x: number, places = 4): string => (Math.abs(x) >= 1000 ? x.toFixed(0) : x.toPrecision(places));

const thresholdRows = <R extends Regions>({ thresholds }: Analysis<R>, { before, best }: Study) =>
  Object.values(thresholds).map((threshold) => {
    const { name, unit = "", value } = threshold;
    const after = best.at[name];
    const width =
      threshold.kind === "choice" && after !== undefined ? (threshold.width ?? 0) * best.widthFactor : undefined;
    return [
      `${name}${unit && ` [${unit}]`}`,
      digits(before[name] ?? value, 5),
      after === undefined ? "" : digits(after, 5),
      width === undefined ? "fixed" : `width ${digits(width, 2)}`,
    ];
  });

const yieldRow = (name: keyof Judgement, { before, after }: Study["judged"]): readonly string[] => [
  name,
  digits(before[name]),
  digits(after[name]),
  `${after[name] > before[name] ? "+" : ""}${(100 * (after[name] / before[name] - 1)).toFixed(1)} %`,
];

/** Before and after, by the hard analysis of the odd events. */
export const beforeAfter = <R extends Regions>(analysis: Analysis<R>, study: Study): string =>
  table([
    ["", "before", "after", ""],
    ...thresholdRows(analysis, study),
    ...(["signal", "background", "significance"] as const).map((name) => yieldRow(name, study.judged)),
  ]);

/** How searches from different sides agree, and what a scan without slopes finds. */
export const searchLines = <R extends Regions>({ parameters, floor }: Analysis<R>, study: Study): readonly string[] => {
  const { searches, best, tuned } = study;
  const found = Object.values(searches);
  const apart = Object.entries(parameters).map(([name, { width = 1 }]) => {
    const places = found.map(({ at }) => at[name] ?? 0);
    return (Math.max(...places) - Math.min(...places)) / width;
  });
  return [
    ...Object.entries(searches).map(
      ([name, { value, steps }]) => `  from the ${name} side: ${value.toFixed(4)} after ${steps} gradients`,
    ),
    `  the ends are at most ${Math.max(...apart).toPrecision(2)} widths apart`,
    `  the hard analysis has ${tuned.atBest.significance.toFixed(4)} there; its best in ${scanPoints} points, along each parameter:`,
    ...tuned.scan.map(
      ({ name, at, significance }) =>
        `    ${significance.toFixed(4)} at ${digits(at)} ${parameters[name]?.unit ?? ""}, ${name} (here ${digits(best.at[name] ?? at)})`,
    ),
    ...(best.widthFactor > 1
      ? [
          `  widths stayed ${best.widthFactor.toFixed(1)} times wider: closer, fewer than ${floor} events are near a threshold`,
        ]
      : []),
  ];
};

/** What the diagnosis cannot tell with this sample. */
export const undecided = ({ diagnosis }: Study): readonly string[] => {
  const names = Object.entries(diagnosis.parameters).flatMap(([name, { objective }]) =>
    objective?.verdict === "undecidable" ? [name] : [],
  );
  return names.length === 0 ? [] : [`  undecidable with so few events: ${names.join(", ")}`];
};
