import { test } from "vitest";
import { listOf, parameter, real, recordOf } from "../../core/index.ts";
import { checkOperator, checkPlugin } from "../../property-tests/index.ts";
import { plugin, significance } from "./index.ts";

checkPlugin(plugin, { test });

const cut = parameter("cut", 40, { width: 5 });
const edges = [0, 30, 50, 70, 100];

checkOperator(
  {
    name: "significance",
    operator: { hard: significance, diff: significance },
    events: { met: real(0, 100), jet: listOf(recordOf({ pt: real(20, 200) })) },
    parameters: { cut },
    use:
      (significance, { fill, filter, histogram }) =>
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.met > cut, { cut }),
          fill({
            signal: (events) =>
              events.pipe(
                filter((ev) => ev.jet.length > 2),
                histogram((ev) => ev.met, { edges }),
              ),
            background: (events) => events.pipe(histogram((ev) => ev.met, { edges })),
          }),
          significance(),
        ),
  },
  { test },
);
