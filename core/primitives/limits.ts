import { fail } from "../errors.ts";
import { definePrimitive, integer } from "./define.ts";

const limited = (name: string, what: string, cure: string) =>
  definePrimitive({
    name,
    evaluate: (count: number, most: number, event: number): boolean => {
      if (count <= most || Number.isNaN(count)) return true;
      throw fail("E_LIMIT", { what: `event ${event} has ${count} ${what}, more than ${most}`, cure });
    },
    partials: [undefined, undefined, undefined],
    domain: [integer(0, 9), integer(9, 99), integer(0, 9)],
    dtype: () => "bool",
    silent: true,
  });

/** True for a number of combinations that is not above a limit; throws E_LIMIT with the number of the event otherwise. */
export const fewCombinations = limited(
  "fewCombinations",
  "combinations of items",
  "filter or slice the lists before, or raise the limit: combinations(list, 2, { most: 1e7 })",
);

/** True for a number of turns of a loop that is not above a limit; throws E_LIMIT with the number of the event otherwise. */
export const fewTurns = limited(
  "fewTurns",
  "turns of a loop",
  "loop over a list, or bound it: i < Math.min(ev.n, 100)",
);
