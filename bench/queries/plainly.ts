import type { Batch, Histogram } from "jagrad/core";
import type { Spectra } from "../../examples/adl/query.ts";
import { plainEvents } from "./plain-events.ts";
import type { PlainQuery } from "./plain-queries.ts";

/** The contents of a histogram, underflow first. */
export type Contents = Float64Array;

export const contentsOf = ({ underflow, values, overflow }: Histogram): Contents =>
  Float64Array.of(underflow, ...values, overflow);

/** Contents that are filled one number after the other, in equal bins. */
export const filling = (
  edges: readonly number[],
): { readonly contents: Contents; readonly fill: (x: number) => void } => {
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const bins = edges.length - 1;
  const width = (high - low) / bins;
  const contents = new Float64Array(bins + 2);
  const fill = (x: number): void => {
    const bin = Math.min(Math.max(Math.floor((x - low) / width), -1), bins) + 1;
    contents[bin] = (contents[bin] ?? 0) + 1;
  };
  return { contents, fill };
};

/** The histograms of a query with the bins of given ones, by plain objects: each is made, used and dropped. */
export const plainly = ({ reads, each }: PlainQuery, batches: readonly Batch[], like: Spectra): readonly Contents[] => {
  const histograms = Object.values(like).map(({ edges }) => filling([...edges]));
  const [first, second] = histograms;
  if (!first) throw new Error("a query without a histogram");
  const use = each(first.fill, (second ?? first).fill);
  for (const batch of batches) {
    const eventAt = plainEvents(batch, new Set(reads));
    for (let i = 0; i < batch.size; i++) use(eventAt(i));
  }
  return histograms.map(({ contents }) => contents);
};

/** The same objects made and dropped: what they cost alone. */
export const onlyMade = ({ reads }: PlainQuery, batches: readonly Batch[]): number => {
  let seen = 0;
  for (const batch of batches) {
    const eventAt = plainEvents(batch, new Set(reads));
    for (let i = 0; i < batch.size; i++) {
      const { MET, Muon, Electron, Jet } = eventAt(i);
      seen += MET.phi + Muon.length + Electron.length + Jet.length;
    }
  }
  return seen;
};

/** @throws where the lane fills other contents than the plain loops */
export const checkSame = (found: Spectra, wanted: readonly Contents[]): void => {
  Object.entries(found).forEach(([name, histogram], k) => {
    contentsOf(histogram).forEach((content, bin) => {
      if (content === wanted[k]?.[bin]) return;
      throw new Error(`histogram ${name}, bin ${bin - 1}: ${content} instead of ${wanted[k]?.[bin]}`);
    });
  });
};
