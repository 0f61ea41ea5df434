/** A seed that once broke a law, replayed before all others. */
export interface KeptSeed {
  readonly law: string;
  readonly subject: string;
  readonly seed: number;
}

export const keptSeeds: readonly KeptSeed[] = [
  { law: "kernels", subject: "random lambdas on wild events", seed: 7 },
  { law: "transposes", subject: "programs with kinks and extrema", seed: 7 },
];
