import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { Numbers } from "../workloads/contest.ts";

/** What a peer computes: the value and its derivatives, or the value alone. */
export interface Runs {
  readonly gradient: () => Promise<Numbers>;
  readonly value: () => Promise<Numbers>;
}

/** A package that is installed apart from this library. */
export const installed = async <T>(home: string, name: string): Promise<T> => {
  const path = createRequire(join(home, "package.json")).resolve(name);
  return (await import(pathToFileURL(path).href)) as T;
};

const say = (answer: unknown): void => console.log(JSON.stringify(answer));

const processTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

/** Answers each line of the input with what it asks for and the processor time of the process, until the input ends. */
export const answer = async (make: () => Promise<Runs>): Promise<void> => {
  try {
    const runs = await make();
    await runs.gradient();
    say({ ready: true });
    for await (const line of createInterface({ input: process.stdin })) {
      const before = processTime();
      const numbers = await (line === "value" ? runs.value() : runs.gradient());
      say({ ms: processTime() - before, numbers });
    }
  } catch (error) {
    say({ absent: error instanceof Error ? error.message : String(error) });
  }
};
