import { fail } from "../../errors.ts";
import type { Callee } from "./callee.ts";

/** Which argument derivatives are taken of: its place, its name, or several names. */
export type Selection = number | string | readonly string[];

/** The places of the selected arguments; the first one where nothing is selected. */
export const placesOf = (selection: Selection | undefined, { names }: Callee, count: number): readonly number[] => {
  const listed = typeof selection === "object" ? selection : [selection ?? 0];
  return listed.map((each) => {
    const place = typeof each === "number" ? each : names.indexOf(each);
    if (Number.isInteger(place) && place >= 0 && place < count) return place;
    const shown = names.slice(0, count).map((name) => name ?? "an argument taken apart");
    throw fail("E_PARAMETER", {
      what: `a derivative with respect to ${JSON.stringify(each)} is asked for, which is no argument of the function`,
      cure: `one of ${shown.join(", ") || "none: it has no arguments"}`,
    });
  });
};
