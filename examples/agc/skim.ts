import { type Events, eventsFrom } from "jagrad/adapters/duckdb";
import { batchOf, type EventColumns, normal } from "jagrad/core";
import { columns, filter, map } from "jagrad/ops/hard";
import { lastValueFrom, toArray } from "rxjs";
import type { Collision } from "./collision.ts";
import { isElectron, isJet, isMuon, isTagged } from "./objects.ts";

/** A jet in the tracker. */
export interface SkimmedJet {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  readonly isTagged: boolean;
  /** A standard normal number, drawn for this jet. */
  readonly draw: number;
}

/** An event with exactly one selected lepton: its jets in the tracker, in the order of the file. */
export interface Skimmed {
  readonly jets: readonly SkimmedJet[];
}

/** The key of the draws. */
export const drawKey = 20_151;

const skimmed = (events: Events<Collision>) =>
  events.pipe(
    filter(
      (ev, { isElectron, isMuon }) =>
        ev.Electron.filter((e) => isElectron(e)).length + ev.Muon.filter((m) => isMuon(m)).length === 1,
      { isElectron, isMuon },
    ),
    map(
      (ev, { normal, key, isJet, isTagged }) => ({
        jets: ev.Jet.map((j, i) => ({
          pt: j.pt,
          eta: j.eta,
          phi: j.phi,
          mass: j.mass,
          jetId: j.jetId,
          isTagged: isTagged(j),
          draw: normal(key, ev.event, i),
        })).filter((j) => isJet(j)),
      }),
      { normal, key: drawKey, isJet, isTagged },
    ),
    columns(),
  );

/**
 * What no variation changes, done once: events are selected by their leptons, jets by their place and identification, a
 * number is drawn for each jet; the rest stays in memory.
 */
export const skim = (events: Events<Collision>): Events<Skimmed> => {
  const source = { name: "events with one lepton", replayable: true };
  let kept: Promise<readonly EventColumns[]> | undefined;
  return eventsFrom<Skimmed>(source, async function* () {
    kept ??= lastValueFrom(skimmed(events).pipe(toArray()));
    let first = 0;
    for (const { columns, size } of await kept) {
      yield batchOf(columns, source, first);
      first += size;
    }
  });
};
