import { linspace, parameter } from "jagrad/core";
import type { Query } from "./query.ts";

const cut = parameter("largest |eta| of a jet", 1, { width: 0.05, limits: [0.2, 2.5] });

export const query3 = {
  shows: "the pt of each central jet",
  choices: { cut },
  spectra:
    ({ flatten, filter, fill, histogram }) =>
    (events) =>
      events.pipe(
        flatten((ev) => ev.Jet),
        filter((jet, { cut }) => Math.abs(jet.eta) < cut, { cut }),
        fill({ "3": histogram((jet) => jet.pt, { edges: linspace(15, 60, 101) }) }),
      ),
} satisfies Query;
