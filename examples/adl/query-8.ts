import { argmax, argmin, combinations, linspace, parameter } from "jagrad/core";
import { mass, transverseMass } from "jagrad/plugins/kinematics";
import { lightLeptons } from "./light-leptons.ts";
import type { Query } from "./query.ts";

const scale = parameter("missing pt scale", 1, { width: 0.05, limits: [0.8, 1.2] });

export const query8 = {
  shows: "the transverse mass of the missing pt and the hardest lepton outside of the pair nearest to the Z",
  choices: { scale },
  spectra:
    ({ map, filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        map((ev, { lightLeptons }) => ({ met: ev.MET, leptons: lightLeptons(ev) }), { lightLeptons }),
        filter((ev) => ev.leptons.length >= 3),
        map(
          ({ met, leptons }, { argmax, argmin, combinations, mass, scale, transverseMass }) => {
            const pairs = combinations(leptons, 2).filter(([a, b]) => a.isMuon === b.isMuon && a.charge !== b.charge);
            const [a, b] = pairs.at(argmin(pairs, ([a, b]) => Math.abs(mass(a, b) - 91.2)));
            const others = leptons.filter((l) => l.number !== a.number && l.number !== b.number);
            const lepton = others.at(argmax(others, (l) => l.pt));
            return { pairs: pairs.length, mT: transverseMass(lepton, { pt: scale * met.pt, phi: met.phi }) };
          },
          { argmax, argmin, combinations, mass, scale, transverseMass },
        ),
        filter((ev) => ev.pairs > 0),
        fill({ "8": histogram((ev) => ev.mT, { edges: linspace(15, 250, 101) }) }),
      ),
} satisfies Query;
