import type { NoisyPipeline, NoisySink, NoisyStep } from "./noisy.ts";
import { type Tape, tapeOf } from "./tape.ts";

const quantities = {
  met: "ev.met",
  ht: "ev.ht",
  mu0: "ev.muon[0].pt",
  mu1: "ev.muon[1].pt",
  low: "Math.min(ev.muon[0].pt, ev.muon[1].pt)",
  product: "ev.met * ev.ht",
} as const;

const names = ["met", "ht", "mu0", "mu1", "low", "product"] as const;
const cuts = ["cut", "tight", "lo", "hi"] as const;
const hard = ["ev.flag", "ev.muon.length >= 2", "ev.met < 0.8", "!(ev.ht > 0)"] as const;

const comparison = (tape: Tape): string => {
  const [name, cut, order] = [tape.pick(names), tape.pick(cuts), tape.pick([">", "<", ">=", "<="])];
  const quantity = `<<${name}|w.${cut}|${quantities[name]}>>`;
  return tape.below(3) === 2 ? `${cut} ${order} ${quantity}` : `${quantity} ${order} ${cut}`;
};

/** A truth value with `soft` comparisons in it. */
const truth = (tape: Tape, soft: number): string => {
  if (soft <= 1) return tape.below(4) === 3 ? `!(${comparison(tape)})` : `(${comparison(tape)})`;
  const half = Math.ceil(soft / 2);
  const [x, y] = [truth(tape, half), truth(tape, soft - half)];
  return tape.pick([
    `(${x} && ${y})`,
    `(${x} || ${y})`,
    `(${tape.pick(hard)} ? ${x} : ${y})`,
    `(${x} && ${tape.pick(hard)} || ${y})`,
    `!(${x} || ${y})`,
  ]);
};

const sinkOf = (tape: Tape): NoisySink =>
  tape.pick<() => NoisySink>([
    () => ({ kind: "count", body: "0" }),
    () => ({ kind: "histogram", body: "ev.ht", edges: [-1, 0, 1, 2] }),
    () => ({ kind: "histogram", body: "<<met|w.edge|ev.met>>", edges: [-1, "edge", 2] }),
    () => ({ kind: "histogram", body: "<<smet|w.scale * ev.met|ev.met * scale>>", edges: [-1, 0, 1, 2] }),
    () => ({ kind: "grid", body: "[ev.met, ev.ht]", axes: [{ edges: [-1, 0, 1] }, { edges: [-1, 0, 2] }] }),
    () => ({
      kind: "grid",
      body: "[<<met|w.edge|ev.met>>, <<sht|w.scale * ev.ht|ev.ht * scale>>]",
      axes: [{ edges: [-1, "edge", 2] }, { edges: [-1, 0, 1.5] }],
    }),
    () => ({ kind: "sum", body: `${truth(tape, 1)} ? ev.ht : 1` }),
  ])();

/** A pipeline of two to four stages with up to six relaxed comparisons, spelled by a tape. */
export const noisyFrom = (numbers: readonly number[], name: string): NoisyPipeline => {
  const tape = tapeOf(numbers);
  const filters: readonly NoisyStep[] = Array.from({ length: 1 + tape.below(2) }, () => ({
    kind: "filter",
    body: truth(tape, 1 + tape.below(2)),
  }));
  const weights: readonly NoisyStep[] =
    tape.below(2) === 1 ? [{ kind: "weight", body: `${truth(tape, 1)} ? 2 : 0.5` }] : [];
  return { name, steps: [...filters, ...weights], sink: sinkOf(tape), isRandom: true };
};
