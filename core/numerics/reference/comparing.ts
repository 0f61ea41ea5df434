import { expect } from "vitest";
import type { Lowering } from "../lanes.ts";
import { fused, plainLanes } from "../plain-lanes.ts";
import { statedError } from "./stated.ts";
import { type Compared, worstOf } from "./worst.ts";

/** Where sampling begins; JAGRAD_SEED replaces it. */
export const seed = Number(process.env.JAGRAD_SEED ?? 20250612);

/** A lowering as functions of numbers: products are added with one rounding, or with two. */
export const byNumbers = (lowering: Lowering): readonly Compared["f"][] =>
  [plainLanes(), plainLanes(fused)].map(
    (lanes) =>
      (...inputs) =>
        Number(lowering(lanes, ...inputs)),
  );

/** Holds functions to the error that the comment of their file states. */
export const expectAsStated = (
  file: string,
  functions: readonly Compared["f"][],
  what: Omit<Compared, "f">,
  points = 100_000,
): void => {
  const stated = statedError(file);
  for (const { error, at } of worstOf(what, functions, { seed, points }))
    expect(error, `${file} at ${at.join(", ")}, seed ${seed}, in ulp`).toBeLessThanOrEqual(stated);
};
