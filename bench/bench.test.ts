import { valueAndGradient } from "jagrad/core";
import { describe, expect, it } from "vitest";
import { peerContestant } from "./peers/peer.ts";
import { sqlPeer } from "./peers/peers.ts";
import {
  type Absent,
  type Contestant,
  checkClose,
  checkContestant,
  isAbsent,
  type Numbers,
} from "./workloads/contest.ts";
import { optionsOf } from "./workloads/options.ts";
import { sectionOf } from "./workloads/report.ts";
import { byName, shown } from "./workloads/section.ts";
import { sections } from "./workloads/sections.ts";
import { summary } from "./workloads/w3.ts";
import { labelledEvents } from "./workloads/w3-events.ts";
import { w3Pipeline } from "./workloads/w3-pipeline.ts";
import { w4 } from "./workloads/w4.ts";
import { workloads } from "./workloads/workloads.ts";

const seed = 4;
const named = (name: string) => {
  const workload = workloads[name]?.(seed);
  if (workload) return workload;
  throw new Error(`there is no workload ${name}`);
};

const checkAll = async (entries: readonly (Contestant | Absent)[], expected: (events: number) => Numbers) => {
  for (const entry of entries) if (!isAbsent(entry)) await checkContestant(entry, expected(entry.events));
  return entries.filter((entry) => !isAbsent(entry)).map(({ name }) => name);
};

describe("what is timed", () => {
  it.each(["W1", "W2", "W4"])("%s: every contestant computes what the tape computes", async (name) => {
    const { expected, lanes, rivals } = named(name).contest(4096);
    expect(await checkAll(await lanes(), expected)).toEqual(expect.arrayContaining(["jagrad-js", "interpreter"]));
    expect(await checkAll(rivals(), expected)).toContain("tape");
  });

  it("W2: so does SQL, as far as its smearing goes", async () => {
    const events = 4096;
    const peer = await sqlPeer(events, { cut: 25, scale: 0.01, slope: 0.2 });
    if (isAbsent(peer)) throw new Error(peer.absent);
    await checkContestant(peer, named("W2").contest(events).expected(events));
    peer.close?.();
  });

  it("W3: every contestant computes what the tape computes", async () => {
    const events = 32;
    const { expected, rivals } = named("W3").contest(events);
    expect(await checkAll(rivals(), expected)).toEqual(expect.arrayContaining(["objects", "tape"]));
    const { stream, parameters } = w3Pipeline(labelledEvents(events), events);
    const { value, gradient } = await valueAndGradient(stream, parameters);
    checkClose("W3", summary(value, Object.values(gradient)), expected(events), 1e-11);
  });

  it.each(["W1", "W2"])("%s: the numbers of its definition come out", async (name) => {
    const { events, contest } = named(name);
    const { expected, lanes, rivals } = contest(events);
    const whole = [...(await lanes()), ...rivals()].filter((entry) => isAbsent(entry) || entry.events === events);
    expect(await checkAll(whole, expected)).toEqual(expect.arrayContaining(["jagrad-js", "objects"]));
  });

  it.each([1, 2, 3])("W4 of seed %i: every lane computes what the tape computes", async (seed) => {
    const { expected, lanes } = w4(seed).contest(256);
    expect(await checkAll(await lanes(), expected)).toEqual(expect.arrayContaining(["jagrad-js", "interpreter"]));
  });

  it("may be computed by another process, or not", async () => {
    const peer = (text: string) => ({
      name: "peer",
      command: process.execPath,
      args: ["-e", text],
      events: 1,
      tolerance: 0,
    });
    const echo = `console.log('{"ready":true}'); process.stdin.on("data", () => console.log('{"ms":2,"numbers":[3]}'))`;
    const there = await peerContestant(peer(echo));
    if (isAbsent(there)) throw new Error(there.absent);
    expect(await there.gradient()).toEqual({ ms: 2, numbers: [3] });
    there.close?.();
    expect(await peerContestant(peer(`console.log('{"absent":"no module"}')`))).toEqual({
      name: "peer",
      absent: "no module",
    });
    expect(await peerContestant({ ...peer(""), command: "/nowhere" })).toMatchObject({ absent: expect.any(String) });
  });

  it("is refused where a number is off, missing or not a number", () => {
    expect(() => checkClose("it", [1, 2], [1, 2 + 1e-9], 1e-8)).not.toThrow();
    expect(() => checkClose("it", [1, 2], [1, 2.1], 1e-8)).toThrow("it: number 1 is 2 instead of 2.1");
    expect(() => checkClose("it", [Number.NaN], [1], 1e-8)).toThrow("NaN");
    expect(() => checkClose("it", [], [1], 1e-8)).toThrow("no numbers");
  });
});

describe("the command", () => {
  const names = Object.keys(sections);

  it("takes workloads and numbers that there are", () => {
    expect(optionsOf(["--only", "W1,W3", "--events", "5"], names)).toMatchObject({ only: ["W1", "W3"], events: 5 });
    expect(() => optionsOf(["--only", "W9"], names)).toThrow("no such workload");
    expect(() => optionsOf(["--rounds", "1.5"], names)).toThrow("whole number");
  });

  it("shows what is there and what is not", () => {
    const spread = { best: 1, median: 2, worst: 3 };
    const rows = [
      { name: "jagrad-js", events: 10, gradient: spread, value: spread, gradientOverValue: spread },
      { name: "c-avx2", absent: "there is no gcc" },
    ];
    const table = sectionOf({ name: "W1", what: "flat events", rows });
    expect(shown(table, true)).toContain("| jagrad-js | 2.00 | 1.00-3.00 | 2.00 | 2.00 |  |  | 10 |");
    expect(shown(table, false)).toContain("absent: there is no gcc");
    expect(byName([table])).toMatchObject({
      W1: { "jagrad-js": { nsPerEvent: 2, gradientOverValue: 2 }, "c-avx2": { absent: "there is no gcc" } },
    });
  });
});
