/** What one run cost: processor time of all threads of the process, and wall time [s]. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Several costs in their order of size. */
export interface Spread {
  readonly best: number;
  readonly median: number;
  readonly worst: number;
}

export const timed = async <T>(body: () => Promise<T>): Promise<Cost & { readonly result: T }> => {
  const [before, began] = [process.cpuUsage(), performance.now()];
  const result = await body();
  const { user, system } = process.cpuUsage(before);
  return { result, cpu: (user + system) / 1e6, wall: (performance.now() - began) / 1e3 };
};

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (k: number): number => sorted[Math.floor(k * (sorted.length - 1))] ?? Number.NaN;
  return { best: at(0), median: at(0.5), worst: at(1) };
};

type Work = () => Promise<unknown>;

/** Costs of each of some pieces of work, run in turn so often; every round runs all of them, the first is not counted. */
export const rounds = async <K extends string>(
  work: Readonly<Record<K, Work>>,
  count: number,
): Promise<Readonly<Record<K, readonly Cost[]>>> => {
  const names = Object.keys(work) as K[];
  const costs = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<K, Cost[]>;
  for (let round = 0; round <= count; round++)
    for (const name of names) {
      const { cpu, wall } = await timed(work[name]);
      if (round > 0) costs[name].push({ cpu, wall });
    }
  return costs;
};

/** Peak resident memory of this process [MB]. */
export const peakMemory = (): number => (process.resourceUsage().maxRSS * 1024) / 1e6;
