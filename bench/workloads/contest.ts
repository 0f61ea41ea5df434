/** The value of an objective, and then its derivatives or sums of them: what contestants are compared by. */
export type Numbers = readonly number[];

/** What one run gave, and the processor time it took [ms]. */
export interface Ran {
  readonly ms: number;
  readonly numbers: Numbers;
}

export type Run = () => Promise<Ran>;

/** One way to compute a workload. */
export interface Contestant {
  readonly name: string;
  /** How many events a run goes through. */
  readonly events: number;
  /** The relative difference from what is expected that its arithmetic allows. */
  readonly tolerance: number;
  readonly gradient: Run;
  /** The value alone. */
  readonly value?: Run;
  /** The gradient of a single event: what a call costs however few events there are. */
  readonly call?: Run;
  /** True for other libraries: what they get wrong is said in their row, and stops nothing. */
  readonly isForeign?: boolean;
  /** Ends what computes elsewhere. */
  readonly close?: () => void;
}

/** A way that cannot be gone here, and why. */
export interface Absent {
  readonly name: string;
  readonly absent: string;
}

/** A workload over some events. */
export interface Contest {
  /** What comes out for so many of the events, the first ones: from outside, or from the tape, which is operation by operation. */
  readonly expected: (events: number) => Numbers;
  /** The back ends of this library. */
  readonly lanes: () => Promise<readonly (Contestant | Absent)[]>;
  /** What is written here, in JavaScript and in C. */
  readonly rivals: () => readonly (Contestant | Absent)[];
  /** Other libraries. */
  readonly peers?: () => Promise<readonly (Contestant | Absent)[]>;
}

export interface Workload {
  readonly name: string;
  /** What is computed, in a line. */
  readonly what: string;
  /** The number of events of its definition. */
  readonly events: number;
  readonly contest: (events: number) => Contest;
}

export const isAbsent = <T extends object>(entry: T | Absent): entry is Absent => "absent" in entry;

/** @throws where numbers are not those that are expected, within a relative tolerance */
export const checkClose = (what: string, found: Numbers, expected: Numbers, tolerance: number): void => {
  found.forEach((number, k) => {
    const wanted = expected[k] ?? Number.NaN;
    if (Math.abs(number - wanted) <= tolerance * Math.abs(wanted)) return;
    throw new Error(`${what}: number ${k} is ${number} instead of ${wanted}, which is more than ${tolerance} off`);
  });
  if (found.length === 0) throw new Error(`${what}: there are no numbers`);
};

/** A contestant's runs, each of which throws where its numbers are not those that are expected. */
export const checkedRuns = (
  contestant: Contestant,
  expected: Numbers,
): Pick<Contestant, "gradient" | "value" | "call"> => {
  const { name, tolerance, gradient, value, call } = contestant;
  const checked =
    (what: string, run: Run, wanted: Numbers): Run =>
    async () => {
      const ran = await run();
      if (ran.numbers.length !== wanted.length) throw new Error(`${name}, ${what}: ${ran.numbers.length} numbers`);
      checkClose(`${name}, ${what}`, ran.numbers, wanted, tolerance);
      return ran;
    };
  return {
    gradient: checked("gradient", gradient, expected),
    ...(value ? { value: checked("value", value, expected.slice(0, 1)) } : {}),
    ...(call ? { call } : {}),
  };
};

/** @throws where a contestant's value or derivatives are not those that are expected */
export const checkContestant = async (contestant: Contestant, expected: Numbers): Promise<void> => {
  const { gradient, value } = checkedRuns(contestant, expected);
  await gradient();
  await value?.();
};
