import type { Diagnosed } from "jagrad/plugins/diagnose";
import { table } from "../dimuon/table.ts";
import type { Estimate } from "./estimates.ts";
import { fitBins, fitEdges, integral } from "./fit-bins.ts";
import { type RegionName, regionNames } from "./regions.ts";
import type { Found } from "./study.ts";
import { type SystematicName, systematicNames } from "./systematics.ts";
import type { Template } from "./templates.ts";

const short = (x: number): string => {
  if (x === 0) return "0";
  return Math.abs(x) >= 1000 ? x.toFixed(0) : x.toPrecision(3);
};

const percent = (x: number, of: number): string => {
  const text = (100 * (x / of - 1)).toFixed(1);
  return Number(text) === 0 ? "0" : `${x > of ? "+" : ""}${text} %`;
};

const observables: Readonly<Record<RegionName, string>> = { "4j1b": "HT", "4j2b": "trijet mass" };

/** How many events each region has. */
export const regionTable = (found: readonly Found[]): string =>
  table([
    ["", "region", "events", "yield", "error"],
    ...found.flatMap(({ process, templates }) =>
      regionNames.map((region) => {
        const { nominal } = templates[region];
        const { entries } = nominal;
        return [
          process.name,
          region,
          String(entries),
          short(integral(nominal)),
          short(Math.sqrt(entries) * process.perEvent),
        ];
      }),
    ),
  ]);

const templateRows = ({ nominal, up, down }: Template): readonly (readonly string[])[] => {
  const { values, errors } = fitBins(nominal);
  const [higher, lower] = [fitBins(up["jet energy scale"]), fitBins(down["jet energy scale"])];
  return fitEdges.map((edge, k) => [
    `${edge} to ${edge + 40}`,
    short(values[k] ?? 0),
    `± ${short(errors[k] ?? 0)}`,
    short(higher.values[k] ?? 0),
    short(lower.values[k] ?? 0),
  ]);
};

/** The templates of a process in the bins of the fit, with statistical errors, and with the jet scale up and down. */
export const templateTables = ({ process, templates }: Found): readonly string[] =>
  regionNames.flatMap((region) => [
    `${process.name}, ${region}, ${observables[region]} [GeV]`,
    table([["", "yield", "error", "scale up", "scale down"], ...templateRows(templates[region])]),
    "",
  ]);

/** What each systematic uncertainty does to the yields of a process. */
export const systematicTable = ({ templates }: Found): string =>
  table([
    ["", ...regionNames.flatMap((region) => [`${region} up`, "down"])],
    ...systematicNames.map((name: SystematicName) => [
      name,
      ...regionNames.flatMap((region) => {
        const { nominal, up, down } = templates[region];
        return [up[name], down[name]].map((side) => percent(integral(side), integral(nominal)));
      }),
    ]),
  ]);

const estimateRows = (name: string, parameter: string, { step, unit = "", regions }: Diagnosed) =>
  Object.entries(regions).map(([region, { predicted, actual, error, migrated, pull, verdict }]) => [
    `${parameter} ± ${short(step)} ${unit}`.trimEnd(),
    region,
    name,
    short(predicted / step),
    short(predicted),
    short(actual),
    `± ${short(error)}`,
    String(migrated),
    pull.toFixed(1),
    verdict,
  ]);

/** Slopes, the changes they predict for a step, and half the difference of the hard analysis a step up and down. */
export const estimateTable = (all: readonly Estimate[]): string => {
  const rows = all.flatMap((estimate) =>
    "refused" in estimate
      ? []
      : Object.entries(estimate.diagnosis.parameters).flatMap(([parameter, diagnosed]) =>
          estimateRows(estimate.name, parameter, diagnosed),
        ),
  );
  const sorted = rows.toSorted((a, b) => `${b[0]}`.localeCompare(`${a[0]}`) || `${a[1]}`.localeCompare(`${b[1]}`));
  return table([
    ["", "yield", "estimator", "slope", "predicted", "actual", "error", "moved", "pull", "verdict"],
    ...sorted,
  ]);
};

/** Estimators that cannot do what was asked. */
export const refusals = (all: readonly Estimate[]): readonly string[] =>
  all.flatMap((estimate) => ("refused" in estimate ? [`  ${estimate.name}: ${estimate.refused}`] : []));

/** Whether this sample decides anything. */
export const undecided = (all: readonly Estimate[]): readonly string[] => {
  const verdicts = all.flatMap((estimate) =>
    "refused" in estimate
      ? []
      : Object.entries(estimate.diagnosis.parameters).flatMap(([parameter, { regions }]) =>
          Object.values(regions).map(({ verdict }) => ({ parameter, verdict })),
        ),
  );
  const names = [...new Set(verdicts.map(({ parameter }) => parameter))].filter((name) =>
    verdicts.every(({ parameter, verdict }) => parameter !== name || verdict === "undecidable"),
  );
  return names.map((name) => `  undecidable with so few events: every change by the ${name}`);
};
