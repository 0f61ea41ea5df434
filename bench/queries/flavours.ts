import { type Batch, parameter, type View } from "jagrad/core";
import { objective } from "jagrad/ops";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom, map, type Observable } from "rxjs";
import type { Collision } from "../../examples/adl/collision.ts";
import type { Query, Spectra } from "../../examples/adl/query.ts";
import { streamOf } from "./events.ts";

type Batches = readonly Batch<View<Collision>>[];

/** The histograms of a query, exactly. */
export const exactly = (query: Query, batches: Batches): Promise<Spectra> =>
  lastValueFrom(query.spectra(hard)(streamOf(batches)));

/** The second choice of every query: what the hardest muon must have. */
const muonPt = parameter("pt of the hardest muon", 20, { unit: "GeV", width: 1 });

/** A number that all bins of a spectrum have a part in. */
const moment = (spectra: Observable<Spectra>) =>
  spectra.pipe(
    map((all) => {
      const [first] = Object.values(all);
      if (first) return first;
      throw new Error("a query without a histogram");
    }),
    objective((h) => h.values.map((n, k) => n * (k + 1)).reduce((sum, x) => sum + x, 0)),
  );

/** A moment of the first histogram of a query with one choice, its own, or two. */
export const smoothly = (query: Query, batches: Batches, choices: 1 | 2) => {
  const events = streamOf(batches);
  if (choices === 1) return { stream: moment(query.spectra(diff)(events)), choices: query.choices };
  const selected = events.pipe(diff.filter((ev, { muonPt }) => ev.Muon[0].pt > muonPt, { muonPt }));
  return { stream: moment(query.spectra(diff)(selected)), choices: { ...query.choices, muonPt } };
};
