import type { Batch } from "jagrad/core";
import type { Collision } from "../../examples/adl/collision.ts";
import { distance, fourVector, massOf, plus } from "./four-vector.ts";
import { plainEvents } from "./plain-events.ts";

/** So many widths from a threshold the less probable answer has a probability of 1e-6. */
const doubt = 4.753424308822899;

const near = (x: number, threshold: number, width: number): boolean => Math.abs(x - threshold) < doubt * width;

/** How many items of an event are in doubt, by query; the choices are those that the queries declare. */
const doubts: ReadonlyMap<number, (event: Collision) => number> = new Map([
  [4, ({ Jet }: Collision) => Jet.filter(({ pt }) => near(pt, 40, 2)).length],
  [
    5,
    ({ Muon }: Collision) =>
      Muon.flatMap((a, i) =>
        Muon.slice(i + 1).filter((b) => {
          const apart = Math.abs(massOf(plus(fourVector(a), fourVector(b))) - 90);
          return a.charge !== b.charge && near(apart, 30, 1);
        }),
      ).length,
  ],
  [6, ({ Jet }: Collision) => Jet.filter(({ pt }) => near(pt, 15, 0.5)).length],
  [
    7,
    ({ Jet, Muon, Electron }: Collision) => {
      const leptons = [...Muon, ...Electron].filter(({ pt }) => pt > 10);
      return Jet.filter((j) => near(j.pt, 30, 2) && leptons.every((l) => distance(j, l) >= 0.4)).length;
    },
  ],
]);

/**
 * In how many ways the answers about the items in doubt of an event come out, on average and at most: two to the power
 * of their number; undefined for a query that asks no list.
 */
export const waysIn = (query: number, batches: readonly Batch[]) => {
  const inDoubt = doubts.get(query);
  if (!inDoubt) return undefined;
  let [sum, events, most] = [0, 0, 0];
  for (const batch of batches) {
    const eventAt = plainEvents(batch, new Set(["Muon", "Electron", "Jet"]));
    for (let i = 0; i < batch.size; i++) {
      const ways = 2 ** inDoubt(eventAt(i));
      sum += ways;
      most = Math.max(most, ways);
    }
    events += batch.size;
  }
  return { mean: sum / events, most };
};
