/** What every run of a law depends on; the same settings give the same run. */
export interface Settings {
  /** Where random sampling begins. */
  readonly seed: number;
  /** Multiplies the number of samples of each law. */
  readonly runs: number;
}

const standard: Settings = { seed: 20250612, runs: 1 };

const numberOr = (text: string | undefined, fallback: number): number => {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isFinite(value) ? fallback : value;
};

/** Settings from variables: JAGRAD_SEED replaces the seed, JAGRAD_RUNS multiplies the samples. */
export const settingsFrom = (variables: Readonly<Record<string, string | undefined>>): Settings => ({
  seed: Math.trunc(numberOr(variables.JAGRAD_SEED, standard.seed)),
  runs: Math.max(0, numberOr(variables.JAGRAD_RUNS, standard.runs)),
});

/** The settings of this process; the standard ones where there are no environment variables. */
export const settings: Settings = settingsFrom(globalThis.process?.env ?? {});

/** A number of samples, at least one. */
export const scaled = ({ runs }: Settings, samples: number): number => Math.max(1, Math.round(samples * runs));
