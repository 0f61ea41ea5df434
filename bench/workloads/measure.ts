import { type Spread, spreadOf } from "../columns/clock.ts";
import {
  type Absent,
  type Contest,
  type Contestant,
  checkContestant,
  checkedRuns,
  isAbsent,
  type Run,
  type Workload,
} from "./contest.ts";

/** What was measured of a contestant; processor time in ns per event. */
export interface Row {
  readonly name: string;
  readonly events: number;
  readonly gradient: Spread;
  readonly value?: Spread;
  /** The gradient over the value of the same round. */
  readonly gradientOverValue?: Spread;
  /** The gradient over that of the first contestant in C with vectors of 256 bits, in the same round. */
  readonly overNative?: Spread;
  /** What a call costs for a single event [ms]. */
  readonly call?: Spread;
}

/** What was measured of a workload. */
export interface Table {
  readonly name: string;
  readonly what: string;
  readonly rows: readonly (Row | Absent)[];
}

/** The contestant that others are compared with. */
export const native = "c-avx2";

interface Times {
  readonly gradient: number[];
  readonly value: number[];
  readonly call: number[];
}

const warm = async (run: Run): Promise<number> => {
  await run();
  return (await run()).ms;
};

const ratios = (above: readonly number[], below: readonly number[]): Spread =>
  spreadOf(above.map((time, k) => time / (below[k] ?? Number.NaN)));

const perEvent = (ms: readonly number[], events: number): Spread => spreadOf(ms.map((time) => (time * 1e6) / events));

const rowOf = ({ name, events }: Contestant, times: Times, base: readonly number[] | undefined): Row => {
  const { gradient, value, call } = times;
  return {
    name,
    events,
    gradient: perEvent(gradient, events),
    ...(value.length > 0 ? { value: perEvent(value, events), gradientOverValue: ratios(gradient, value) } : {}),
    ...(base
      ? {
          overNative: ratios(
            gradient.map((ms) => ms / events),
            base,
          ),
        }
      : {}),
    ...(call.length > 0 ? { call: spreadOf(call) } : {}),
  };
};

/**
 * Times the contestants of a workload in turn, each run after one that is not timed.
 * @throws where one of them that is no foreign library computes other numbers than are expected, once or in a timed run
 */
export const measured = async (workload: Workload, events: number, rounds: number): Promise<Table> => {
  const contest = workload.contest(events);
  const entries = [...(await contest.lanes()), ...contest.rivals(), ...((await contest.peers?.()) ?? [])];
  const contestants = entries.filter((entry): entry is Contestant => !isAbsent(entry));
  try {
    return await timesOf(workload, contest, entries, contestants, rounds);
  } finally {
    for (const { close } of contestants) close?.();
  }
};

const timesOf = async (
  { name, what }: Workload,
  contest: Contest,
  entries: readonly (Contestant | Absent)[],
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Table> => {
  const times = new Map(contestants.map(({ name }): [string, Times] => [name, { gradient: [], value: [], call: [] }]));
  const failures = new Map<string, string>();
  const orSay = async ({ name, isForeign }: Contestant, work: () => Promise<void>): Promise<void> => {
    if (failures.has(name)) return;
    try {
      await work();
    } catch (error) {
      if (!isForeign) throw error;
      failures.set(name, error instanceof Error ? error.message : String(error));
    }
  };
  for (const contestant of contestants)
    await orSay(contestant, () => checkContestant(contestant, contest.expected(contestant.events)));
  const runs = contestants.map((contestant) => checkedRuns(contestant, contest.expected(contestant.events)));
  for (let round = 0; round < rounds; round++)
    for (const [k, contestant] of contestants.entries())
      await orSay(contestant, async () => {
        const [own, run] = [times.get(contestant.name), runs[k]];
        if (!own || !run) return;
        own.gradient.push(await warm(run.gradient));
        if (run.value) own.value.push(await warm(run.value));
        if (run.call) own.call.push(await warm(run.call));
      });
  const base = contestants.find(({ name }) => name === native);
  const baseTimes = base && times.get(native)?.gradient.map((ms) => ms / base.events);
  const rows = entries.map((entry) => {
    const [own, failure] = [times.get(entry.name), failures.get(entry.name)];
    if (failure !== undefined) return { name: entry.name, absent: `failed: ${failure}` };
    return isAbsent(entry) || !own ? (entry as Absent) : rowOf(entry, own, baseTimes);
  });
  return { name, what, rows };
};
