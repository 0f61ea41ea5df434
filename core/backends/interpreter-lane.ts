import { fail } from "../errors.ts";
import type { Environment } from "./environment.ts";
import { interpret } from "./interpret.ts";
import { atOnce, type Lane } from "./lane.ts";

const tile = 512;

/** The reference lane: equation by equation over tiles of events. */
export const interpreterLane: Lane = {
  name: "interpreter",
  prepare: ({ program, accumulators }) =>
    atOnce((rows, given: Environment, into) => {
      const targets = new Map(accumulators.map(({ output }, k) => [output.id, into[k] ?? new Float64Array(0)]));
      for (let from = rows.from; from < rows.to; from += tile)
        interpret(
          program,
          { ...rows, from, to: Math.min(rows.to, from + tile) },
          ({ variable }) => {
            const value = given.get(variable.id);
            if (value) return value;
            throw fail("E_SHAPE", { what: `variable ${variable.id} was not handed in` });
          },
          targets,
        );
    }),
};
