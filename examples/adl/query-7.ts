import { linspace, parameter, sum } from "jagrad/core";
import { deltaR } from "jagrad/plugins/kinematics";
import { lightLeptons } from "./light-leptons.ts";
import type { Query } from "./query.ts";

const cut = parameter("jet pt cut", 30, { unit: "GeV", width: 2, limits: [15, 60] });

export const query7 = {
  shows: "the sum of pt of the jets above a pt and away from leptons, of events with such a jet",
  choices: { cut },
  spectra:
    ({ map, filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        map((ev, { lightLeptons }) => ({ jets: ev.Jet, leptons: lightLeptons(ev).filter((l) => l.pt > 10) }), {
          lightLeptons,
        }),
        map(
          ({ jets, leptons }, { cut, deltaR }) => ({
            pts: jets.filter((j) => j.pt > cut && leptons.every((l) => deltaR(j, l) >= 0.4)).map((j) => j.pt),
          }),
          { cut, deltaR },
        ),
        filter((ev) => ev.pts.length > 0),
        fill({ "7": histogram((ev, { sum }) => sum(ev.pts), { sum }, { edges: linspace(15, 200, 101) }) }),
      ),
} satisfies Query;
