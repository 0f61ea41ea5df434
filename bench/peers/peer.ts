import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Absent, Contestant, Ran, Run } from "../workloads/contest.ts";

/** What a peer is started with, and how close its arithmetic comes. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly events: number;
  readonly tolerance: number;
  /** False for what has no value apart from its derivatives. */
  readonly hasValue?: boolean;
}

type Answer = { readonly ready: true } | { readonly absent: string } | Ran;

const ended: Answer = { absent: "it ended without an answer" };

const conversation = (child: ChildProcess): ((line?: string) => Promise<Answer>) => {
  const waiting: ((answer: Answer) => void)[] = [];
  let isOver = false;
  const end = (): void => {
    isOver = true;
    for (const answer of waiting.splice(0)) answer(ended);
  };
  child.on("error", end).on("close", end);
  if (child.stdout)
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("{")) waiting.shift()?.(JSON.parse(line) as Answer);
    });
  return (line) =>
    new Promise((resolve) => {
      if (isOver) return resolve(ended);
      waiting.push(resolve);
      if (line !== undefined) child.stdin?.write(`${line}\n`);
    });
};

/** Another library in a process of its own, which answers each line with the processor time that it took. */
export const peerContestant = async ({
  name,
  command,
  args,
  events,
  tolerance,
  hasValue = true,
}: Peer): Promise<Contestant | Absent> => {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
  const ask = conversation(child);
  const first = await ask();
  if ("absent" in first) {
    child.kill();
    return { name, absent: first.absent };
  }
  const run =
    (what: "gradient" | "value"): Run =>
    async () => {
      const answer = await ask(what);
      if ("numbers" in answer) return answer;
      throw new Error(`${name}: ${"absent" in answer ? answer.absent : "no answer"}`);
    };
  return {
    name,
    events,
    tolerance,
    isForeign: true,
    gradient: run("gradient"),
    ...(hasValue ? { value: run("value") } : {}),
    close: () => child.stdin?.end(),
  };
};
