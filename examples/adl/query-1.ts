import { linspace, parameter } from "jagrad/core";
import type { Query } from "./query.ts";

const scale = parameter("missing pt scale", 1, { width: 0.05, limits: [0.8, 1.2] });

export const query1 = {
  shows: "the missing pt of each event",
  choices: { scale },
  spectra:
    ({ fill, histogram }) =>
    (events) =>
      events.pipe(
        fill({ "1": histogram((ev, { scale }) => scale * ev.MET.pt, { scale }, { edges: linspace(0, 2000, 101) }) }),
      ),
} satisfies Query;
