import { fail, type JagradError } from "../../errors.ts";
import { caret } from "../../lambda/index.ts";
import type { Origin } from "../../program/index.ts";

/** Where in a lambda something came from. */
export const placeIn = (from: Origin | undefined): string | undefined =>
  from && [from.label, ...(from.text ? [caret(from.text, from.start, from.end)] : [])].join("\n");

/** The error of a loop whose test still holds after the turns that it may take. */
export const tooManyTurns = (most: number, from: Origin | undefined): JagradError =>
  fail("E_CONVERGENCE", {
    what: `the condition of a loop still holds after ${most} turns, the most that it may take`,
    where: placeIn(from),
    cure: "a condition that comes to an end, or a larger maximum",
    state: { turns: most },
  });
