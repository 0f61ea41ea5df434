import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasPackages, hasPython, home, python } from "../peers/install.ts";
import { type Peer, peerContestant } from "../peers/peer.ts";
import { clock } from "../workloads/clock.ts";
import type { Absent, Contestant, Numbers, Run, Workload } from "../workloads/contest.ts";
import type { Algorithm } from "./algorithm.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const shortest = 5;

const warmUp = (compute: () => unknown, ms: number): void => {
  const start = performance.now();
  while (performance.now() - start < ms) compute();
};

/**
 * The mean of runs that take 5 ms together; what they give is read after the clock has stopped.
 * @param pause - how long it is called before that [ms]: a process that others have made wait has given its memory back
 */
const often =
  (compute: () => unknown, numbers: (result: unknown) => Numbers, pause: number): Run =>
  async () => {
    warmUp(compute, pause);
    let [spent, count] = [0, 0];
    let result: unknown;
    while (spent < shortest) {
      const before = clock.now();
      result = compute();
      spent += clock.now() - before;
      count += 1;
    }
    return { ms: spent / count, numbers: numbers(result) };
  };

const own = async ({ compiled, tolerance = 1e-7 }: Algorithm, warmth: number): Promise<Contestant> => {
  const { value, gradient, numbers } = await compiled();
  const found = value?.();
  if (value) warmUp(value, warmth);
  warmUp(gradient, warmth);
  return {
    name: "jagrad",
    events: 1,
    tolerance,
    gradient: often(gradient, (result) => numbers(found, result), warmth / 2),
    ...(value ? { value: often(value, (result) => numbers(result, undefined), warmth / 2) } : {}),
  };
};

const rivalsOf = async ({ name, input, python: libraries, tensorflow, hasValue = true }: Algorithm) => {
  const [algorithm = name] = name.split(".");
  const folder = mkdtempSync(join(tmpdir(), "jagrad-algorithms-"));
  const file = join(folder, "input.json");
  writeFileSync(file, JSON.stringify(input));
  const ask = (peer: Omit<Peer, "events">, isThere: boolean): Promise<Contestant | Absent> =>
    isThere
      ? peerContestant({ ...peer, events: 1, hasValue })
      : Promise.resolve({ name: peer.name, absent: "not installed: npm run bench:peers" });
  const entries: (Contestant | Absent)[] = [];
  for (const library of libraries) {
    const args = [here("rivals.py"), `${algorithm}/${library}`, file];
    entries.push(await ask({ name: library, command: python, args, tolerance: 1e-7 }, hasPython()));
  }
  for (const library of tensorflow ? ["tfjs-wasm", "tfjs-cpu"] : []) {
    const args = ["--conditions=source", here("tfjs-child.ts"), algorithm, file, home, library];
    entries.push(await ask({ name: library, command: process.execPath, args, tolerance: 1e-3 }, hasPackages()));
  }
  rmSync(folder, { recursive: true });
  return entries;
};

/**
 * An algorithm as what contestants are measured by: an event is one call.
 * @param warmth - how long it is called before it is timed [ms], so that the engine has compiled it as well as it can
 */
export const workloadOf = (algorithm: Algorithm, warmth = 0): Workload => ({
  name: algorithm.name,
  what: algorithm.what,
  events: 1,
  contest: () => {
    let known: Numbers | undefined;
    return {
      expected: () => (known ??= algorithm.expected()),
      lanes: async () => [await own(algorithm, warmth)],
      rivals: () => [],
      peers: () => rivalsOf(algorithm),
    };
  },
});
