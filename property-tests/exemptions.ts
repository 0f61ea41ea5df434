/** A subject for which a law does not hold, and why. */
export interface Exemption {
  readonly law: string;
  readonly subject: string;
  /** What documentation says, or `known defect:` and what goes wrong; a defect that is gone fails its test. */
  readonly reason: string;
}

/** The same exemption for a subject on every lane. */
const onLanes = (law: string, subject: string, reason: string): readonly Exemption[] =>
  ["interpreter", "javascript"].map((lane) => ({ law, subject: `${subject} on ${lane}`, reason }));

const nullKeys = "known defect: a missing key sorts by what stands in its slot instead of last";

const nullLists =
  "known defect: rowOf of a missing list has no items past the end, and a kernel reads the items of its slot";

const otherParts = "known defect: batches with and without missing values are added up separately";

const infiniteWidths =
  "known defect: an infinite value times a choice has an infinite width, and the fill is NaN or loses it";
const leftOut = "documented: an outcome whose value is not finite is left out of a relaxed fill";

/** Every exemption from every law. */
export const exemptions: readonly Exemption[] = [
  ...onLanes(
    "kernels",
    "an equality of two that may be missing",
    "documented: every comparison with a missing value is false",
  ),
  ...onLanes("kernels", "a missing number to the power 0", "documented: arithmetic with a missing value is missing"),
  ...onLanes("kernels", "random lambdas on missing lists", nullLists),
  ...onLanes("kernels", "random lambdas on missing lists that hold items", nullLists),
  ...["limits", "values on cuts", "infinite values"].map((law) => ({
    law,
    subject: "a bandwidth",
    reason: "documented: a stated bandwidth is not a width of a choice, and no factor changes it",
  })),
  ...[
    "an observable that moves",
    "an observable that moves and is cut on",
    "an observable that moves, against edges that move",
    "two quantities against each other",
    "two choices in one comparison",
    "items that move",
  ].map((subject) => ({ law: "infinite values", subject, reason: infiniteWidths })),
  ...[
    "a soft comparison in a sum over items",
    "a window on each item",
    "a sum of a soft choice",
    "a weight by a soft choice",
    "two weights that depend on one quantity",
    "a number chosen softly and binned",
    "a soft outcome without a value",
  ].map((subject) => ({ law: "infinite values", subject, reason: leftOut })),
  ...["of a number, hard", "of items, hard", "of a number, diff", "of items, diff"].map((use) => ({
    law: "cuts with missing numbers",
    subject: `sum ${use}`,
    reason: otherParts,
  })),
  ...onLanes("missing slots", "a sort by what may be missing", nullKeys),
  ...onLanes("missing slots", "a sort by two directions", nullKeys),
  ...onLanes("missing slots", "the number of the largest", nullKeys),
  {
    law: "structural transposes",
    subject: "take: items in the order of a key",
    reason: "refused with E_SOFT: a sorted leaf carries no adjoint; take moves into expressions, where choices stand",
  },
];
