import { linspace, parameter } from "jagrad/core";
import type { Query } from "./query.ts";

const cut = parameter("jet pt cut", 40, { unit: "GeV", width: 2, limits: [20, 100] });

export const query4 = {
  shows: "the missing pt of events with at least two jets above a pt",
  choices: { cut },
  spectra:
    ({ filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.Jet.filter((jet) => jet.pt > cut).length >= 2, { cut }),
        fill({ "4": histogram((ev) => ev.MET.pt, { edges: linspace(0, 2000, 101) }) }),
      ),
} satisfies Query;
