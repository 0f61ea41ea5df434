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
    law: "second partials",
    subject: "pow, input 0",
    reason: "known defect: at exponent 0 the rule is a constant, so d2(x^y)/dx dy is 0 there instead of 1/x",
  },
];
