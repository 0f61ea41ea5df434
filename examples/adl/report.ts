import type { Histogram } from "jagrad/core";
import type { Query, Spectra } from "./query.ts";

const listed = ([name, { edges, values, underflow, overflow }]: readonly [string, Histogram]) => ({
  name,
  edges: [...edges],
  counts: [...values],
  underflow,
  overflow,
});

/** The histograms of a query as one line of JSON. */
export const jsonLine = (query: number, spectra: Spectra): string =>
  JSON.stringify({ query, histograms: Object.entries(spectra).map(listed) });

/** The histograms of a query as text, below what it shows and the values of its choices. */
export const textOf = (query: number, { shows, choices }: Query, spectra: Spectra): string => {
  const chosen = Object.values(choices).map(
    ({ name, value, unit }) => `  ${name} ${[value, unit ?? ""].join(" ").trim()}`,
  );
  const histograms = Object.entries(spectra).map(([name, histogram]) => `${name}: ${histogram}`);
  return [`query ${query}: ${shows}`, ...chosen, ...histograms].join("\n");
};
