/** A subject for which a law does not hold, and why. */
export interface Exemption {
  readonly law: string;
  readonly subject: string;
  /** What documentation says, or `known defect:` and what goes wrong; a defect that is gone fails its test. */
  readonly reason: string;
}

/** The same exemption for a subject on every lane. */
const onLanes = (law: string, subject: string, reason: string): readonly Exemption[] =>
  ["interpreter", "javascript", "wasm"].map((lane) => ({ law, subject: `${subject} on ${lane}`, reason }));

const leftOut = "documented: an outcome whose value is not finite is left out of a relaxed fill";

/** Every exemption from every law. */
export const exemptions: readonly Exemption[] = [
  ...onLanes(
    "kernels",
    "an equality of two that may be missing",
    "documented: every comparison with a missing value is false",
  ),
  ...onLanes("kernels", "a missing number to the power 0", "documented: arithmetic with a missing value is missing"),
  {
    law: "rows",
    subject: "an equality of two that may be missing",
    reason: "documented: every comparison with a missing value is false",
  },
  {
    law: "rows",
    subject: "a missing number to the power 0",
    reason: "documented: arithmetic with a missing value is missing",
  },
  ...["limits", "values on cuts", "infinite values"].flatMap((law) =>
    [
      "a bandwidth",
      "a bandwidth over bins of one size, behind a cut on another quantity",
      "an axis with a bandwidth beside one that is exact",
    ].map((subject) => ({
      law,
      subject,
      reason: "documented: a stated bandwidth is not a width of a choice, and no factor changes it",
    })),
  ),
  ...[
    "a soft comparison in a sum over items",
    "a window on each item",
    "a sum of a soft choice",
    "a weight by a soft choice",
    "two weights that depend on one quantity",
    "a number chosen softly and binned",
    "a number chosen softly on one axis and its quantity on the other",
    "two axes under a weight by a soft choice",
    "a soft outcome without a value",
  ].map((subject) => ({ law: "infinite values", subject, reason: leftOut })),
  ...[
    "the item with the smallest of noisy keys, under a cut on the event",
    "a cut on the item with the largest of noisy keys",
    "all items but the one with the largest of noisy keys",
  ].map((subject) => ({
    law: "infinite values",
    subject,
    reason: "documented: equal keys share the chance of being best under any noise; the hard order takes the first",
  })),
  {
    law: "structural transposes",
    subject: "take: items in the order of a key",
    reason: "refused with E_SOFT: a sorted leaf carries no adjoint; take moves into expressions, where choices stand",
  },
];
