/** A seed that once broke a law, replayed before all others. */
export interface KeptSeed {
  readonly law: string;
  readonly subject: string;
  readonly seed: number;
}

export const keptSeeds: readonly KeptSeed[] = [];
