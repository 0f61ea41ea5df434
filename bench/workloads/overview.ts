import { native } from "./measure.ts";
import { type Section, shownNumber } from "./section.ts";

interface Cost {
  readonly nsPerEvent: number;
  readonly overNative?: number;
  readonly gradientOverValue?: number;
}

const isCost = (entry: unknown): entry is Cost => typeof entry === "object" && entry !== null && "nsPerEvent" in entry;

const cell = (entry: unknown): string => {
  if (!isCost(entry)) return "";
  const { nsPerEvent, overNative, gradientOverValue } = entry;
  const ratios = [overNative, gradientOverValue].map((ratio) => (ratio === undefined ? "-" : shownNumber(ratio)));
  return `${shownNumber(nsPerEvent)} (${ratios.join("; ")})`;
};

/** The contestants of all workloads in one table: ns/event, and in brackets how that compares with C and with the value. */
export const overview = (sections: readonly Section[]): Section | undefined => {
  const contests = sections.filter(({ json }) => native in json);
  if (contests.length < 2) return undefined;
  const names = [...new Set(contests.flatMap(({ json }) => Object.keys(json)))];
  return {
    name: "overview",
    what: `gradients in ns/event; in brackets: over ${native}; over the value alone`,
    heading: ["", ...contests.map(({ name }) => name)],
    lines: names.map((name) => [name, ...contests.map(({ json }) => cell(json[name]))]),
    json: {},
  };
};
