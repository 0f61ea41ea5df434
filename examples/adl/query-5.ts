import { combinations, linspace, parameter } from "jagrad/core";
import { mass } from "jagrad/plugins/kinematics";
import type { Query } from "./query.ts";

const reach = parameter("largest distance of a mass from 90 GeV", 30, { unit: "GeV", width: 1, limits: [5, 40] });

export const query5 = {
  shows: "the missing pt of events with two muons of opposite charge and a mass near that of the Z",
  choices: { reach },
  spectra:
    ({ filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        filter(
          (ev, { combinations, mass, reach }) =>
            combinations(ev.Muon, 2).some(([a, b]) => a.charge !== b.charge && Math.abs(mass(a, b) - 90) < reach),
          { combinations, mass, reach },
        ),
        fill({ "5": histogram((ev) => ev.MET.pt, { edges: linspace(0, 2000, 101) }) }),
      ),
} satisfies Query;
