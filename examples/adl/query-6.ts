import { argmin, combinations, linspace, parameter } from "jagrad/core";
import { invariantMass, px, py } from "jagrad/plugins/kinematics";
import type { Query } from "./query.ts";

const cut = parameter("jet pt cut", 15, { unit: "GeV", width: 0.5, limits: [15, 40] });

export const query6 = {
  shows: "of the three jets with a mass nearest to that of the top: their pt, and their largest b-tag",
  choices: { cut },
  spectra:
    ({ map, filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        map((ev, { cut }) => ({ jets: ev.Jet.filter((jet) => jet.pt > cut) }), { cut }),
        filter((ev) => ev.jets.length >= 3),
        map(
          ({ jets }, { argmin, combinations, invariantMass, px, py }) => {
            const trijets = combinations(jets, 3);
            const [a, b, c] = trijets.at(argmin(trijets, (trijet) => Math.abs(invariantMass(trijet) - 172.5)));
            const pt = Math.hypot(px(a) + px(b) + px(c), py(a) + py(b) + py(c));
            return { pt, btag: Math.max(a.btag, b.btag, c.btag) };
          },
          { argmin, combinations, invariantMass, px, py },
        ),
        fill({
          "6-1": histogram((trijet) => trijet.pt, { edges: linspace(15, 40, 101) }),
          "6-2": histogram((trijet) => trijet.btag, { edges: linspace(0, 1, 101) }),
        }),
      ),
} satisfies Query;
