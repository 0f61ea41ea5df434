/** A subject for which a law does not hold, and why. */
export interface Exemption {
  readonly law: string;
  readonly subject: string;
  /** What documentation says, or `known defect:` and what goes wrong; a defect that is gone fails its test. */
  readonly reason: string;
}

/** Every exemption from every law. */
export const exemptions: readonly Exemption[] = [
  {
    law: "structural transposes",
    subject: "take: items in the order of a key",
    reason: "refused with E_SOFT: a sorted leaf carries no adjoint; take moves into expressions, where choices stand",
  },
];
