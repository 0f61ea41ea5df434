import { linspace, parameter } from "jagrad/core";
import type { Query } from "./query.ts";

const scale = parameter("jet pt scale", 1, { width: 0.02, limits: [0.8, 1.2] });

export const query2 = {
  shows: "the pt of each jet",
  choices: { scale },
  spectra:
    ({ flatten, fill, histogram }) =>
    (events) =>
      events.pipe(
        flatten((ev) => ev.Jet),
        fill({ "2": histogram((jet, { scale }) => scale * jet.pt, { scale }, { edges: linspace(15, 60, 101) }) }),
      ),
} satisfies Query;
