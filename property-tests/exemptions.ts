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

const infiniteWidths =
  "known defect: an infinite value times a choice has an infinite width, and the fill is NaN or loses it";
const leftOut = "documented: an outcome whose value is not finite is left out of a relaxed fill";

const filteredPlace =
  "known defect: in an item chosen from a list that may be missing, the number of the item is always 0";

const innerItems =
  "known defect: the interpreter reads a column under the items of a list that may be missing before it knows which are there";

/** Every exemption from every law. */
export const exemptions: readonly Exemption[] = [
  ...onLanes(
    "kernels",
    "an equality of two that may be missing",
    "documented: every comparison with a missing value is false",
  ),
  ...onLanes("kernels", "a missing number to the power 0", "documented: arithmetic with a missing value is missing"),
  ...["a number of an item in a filtered list", "the number of the largest"].map((subject) => ({
    law: "kernels",
    subject: `${subject} on javascript`,
    reason: filteredPlace,
  })),
  ...[
    "random lambdas on plain events",
    "random lambdas on wild events",
    "random lambdas on missing items",
    "random lambdas on missing slots that hold numbers",
    "random lambdas on missing lists",
    "random lambdas on missing lists that hold items",
    "a list in a list",
    "a flat map of tracks",
  ].map((subject) => ({ law: "kernels", subject: `${subject} on interpreter`, reason: innerItems })),
  ...["a list in a list", "a flat map of tracks"].map((subject) => ({
    law: "missing slots",
    subject: `${subject} on interpreter`,
    reason: innerItems,
  })),
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
  {
    law: "structural transposes",
    subject: "take: items in the order of a key",
    reason: "refused with E_SOFT: a sorted leaf carries no adjoint; take moves into expressions, where choices stand",
  },
];
