import { fail, isJagradError, type JagradError } from "../../core/index.ts";
import type { Outcome } from "./outcome.ts";

/** The error of a search that was cancelled; it carries what had been found until then. */
export type Cancelled = JagradError & { readonly best: Outcome | undefined };

/** Builds the error of a search whose signal was aborted. */
export const cancelled = (best: Outcome | undefined, cause: unknown): Cancelled => {
  const point = best && Object.entries(best.parameters).map(([name, value]) => `${JSON.stringify(name)} = ${value}`);
  const error = fail("E_CANCELLED", {
    what: "the search was cancelled",
    where: best ? `best value ${best.value} at ${point?.join(", ")}` : "before its first value",
    cause,
  });
  return Object.assign(error, { best });
};

/**
 * What a cancelled search had found.
 * @returns undefined for other errors and for a search that was cancelled before its first value
 */
export const bestOf = (error: unknown): Outcome | undefined =>
  isJagradError(error) && error.code === "E_CANCELLED" && "best" in error ? (error as Cancelled).best : undefined;
