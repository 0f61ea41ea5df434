import { fail } from "../errors.ts";

/** Levels of lists and records inside an event. */
const deepest = 64;

/** @throws E_LIMIT where lists and records are nested deeper than any event is, or contain themselves */
export const checkDepth = (depth: number, path: string): void => {
  if (depth <= deepest) return;
  throw fail("E_LIMIT", {
    what: `lists and records are nested more than ${deepest} deep`,
    where: path.slice(0, 100),
    cure: "check that no object contains itself",
  });
};
