import { quoted, rowsOf } from "./duck.ts";
import { normalBelow, normalDensity } from "./normal-cdf.ts";
import { edges, threshold } from "./selection.ts";

/** What a run over the events should collect. */
export interface Collected {
  readonly count: number;
  readonly total: number;
  readonly spectrum: readonly number[];
}

/** The derivatives of `total`. */
export interface Slopes {
  readonly cut: number;
  readonly scale: number;
}

interface Cell {
  readonly met: number;
  readonly bin: number;
  readonly events: number;
  readonly weight: number;
  readonly jets: number;
}

/** The selected events of a file by the value that the cut looks at, and by bin: what is left is one sum over cells. */
const cellsOf = async (path: string): Promise<readonly Cell[]> => {
  const rows = await rowsOf(`
    select met::DOUBLE as met, floor(mt / 4)::INTEGER as bin, count(*)::DOUBLE as events,
      sum(weight) as weight, sum(weight * coalesce(list_sum(jet_pt), 0)) as jets
    from read_parquet(${quoted(path)}) where len(muon) >= 2 and mt < 120 group by all`);
  return rows.map(({ met, bin, events, weight, jets }) => ({
    met: Number(met),
    bin: Number(bin),
    events: Number(events),
    weight: Number(weight),
    jets: Number(jets),
  }));
};

const summed = (cells: readonly Cell[], probability: (met: number) => number): Collected => {
  const spectrum = Array<number>(edges.length - 1).fill(0);
  let [count, total] = [0, 0];
  for (const { met, bin, events, weight, jets } of cells) {
    const p = probability(met);
    count += p * events;
    total += p * jets;
    spectrum[bin] = (spectrum[bin] ?? 0) + p * weight;
  }
  return { count, total, spectrum };
};

/** What SQL and the law of the differentiable flavour say of a file, without a kernel of ours. */
export const truthOf = async (path: string) => {
  const cells = await cellsOf(path);
  const { value, width } = threshold;
  const hard = summed(cells, (met) => (met > value ? 1 : 0));
  const diff = summed(cells, (met) => normalBelow((met - value) / width));
  const slope = summed(cells, (met) => -normalDensity((met - value) / width) / width);
  const slopes: Slopes = { cut: slope.total, scale: diff.total };
  return { hard, diff, slopes };
};
