import { join } from "../backends/index.ts";
import { type Batch, leafPaths, type Stage, schemaOf } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { type Bindings, hasDerivatives } from "./bindings.ts";
import type { Fills } from "./compile-fills.ts";
import type { Compiled, Flavour } from "./compiled.ts";
import { checkEdges, type Derivation, resultsOf, sizesOf, unreadOf } from "./emitted.ts";
import { widthIn } from "./explain.ts";
import { type Part, type Replay, startPart } from "./part.ts";
import type { Result } from "./results.ts";
import { addSlopes, type Explained, type Pullable, type Reads } from "./trace.ts";

export type { Fills } from "./compile-fills.ts";
export type { Replay } from "./part.ts";

/** A pass of fills over a stream; it gives back what it is lent. */
export interface FillRun {
  readonly add: (batch: Batch) => void;
  readonly finish: (replay: Replay) => ReadonlyMap<string, Result>;
}

type Totals = readonly Float64Array[];

const explainedOf = (compiled: Compiled | undefined, bindings: Bindings): readonly Explained[] =>
  (compiled?.treatments ?? []).map(({ kind, treatment, label, text, width, choices }) => ({
    kind,
    treatment,
    stage: label,
    text,
    width: width === undefined || width === "per event" ? width : widthIn(width, bindings),
    choices: choices.map(({ name }) => name),
  }));

const noReplay: Replay = () =>
  Promise.reject(
    fail("E_REPLAY", {
      what: "what was filled so far cannot be filled again backwards; only the last result can",
      cure: 'the option { mode: "forward" }, or take the last result',
    }),
  );

/** What several parts of a stream add up to, output by output; tangents stay with their part. */
const joined = (all: readonly Totals[], outputs: number): Totals | undefined => {
  const [first, ...rest] = all;
  if (rest.length === 0) return first;
  const sums = first?.slice(0, outputs).map((output) => output.slice());
  for (const totals of rest) for (const [k, sum] of (sums ?? []).entries()) join(sum, totals[k] ?? sum);
  return sums;
};

/**
 * Starts a pass of fills; the first batch tells the schema.
 * @param members - names of the members of results that are read, where it is known that no others are
 * @param running - told what has been filled so far, each time after as many events
 */
export const startFills = (
  fills: Fills,
  bindings: Bindings,
  hard: Flavour,
  members?: ReadonlySet<string>,
  running?: (results: ReadonlyMap<string, Result>) => void,
): FillRun => {
  const sizes = sizesOf(fills);
  checkEdges(fills, bindings);
  const unread = unreadOf(fills, members);
  const parts = new Map<readonly Stage[], Part>();
  let reads: Reads = new Map();

  const derivationOf = (totals: ReadonlyMap<Part, Totals>, replay: Replay): Derivation => {
    const all = [...parts.values()];
    const stage = all.map((part) => part.hardStage()).find((each) => each !== undefined);
    if (fills.flavour.name === "hard" || stage !== undefined || !hasDerivatives(bindings))
      return { kind: "hard", stage, reads };
    const pullable: Pullable = {
      sizes,
      of: fills,
      bindings,
      pullback: async (cotangents, wanted, signal) => {
        for (const part of all)
          for (const parameter of wanted) {
            const obstacle = part.compiled()?.gradients?.obstacles.get(parameter);
            if (obstacle) throw obstacle;
          }
        const slopes = all.map((part) => part.slopes(totals.get(part), cotangents, replay, signal));
        return addSlopes(await Promise.all(slopes));
      },
    };
    const explained = all.flatMap((part) => explainedOf(part.compiled(), bindings));
    const unique = new Map(explained.map((each) => [JSON.stringify(each), each]));
    return { kind: "diff", pullable, explained: [...unique.values()], reads };
  };

  const resultsFrom = (totals: ReadonlyMap<Part, Totals>, replay: Replay): ReadonlyMap<string, Result> =>
    resultsOf(fills, joined([...totals.values()], sizes.length), bindings, derivationOf(totals, replay));

  const partFor = (stages: readonly Stage[]): Part => {
    const known = parts.get(stages);
    if (known) return known;
    const soFar = running && ((totals: Totals) => running(resultsFrom(new Map(whole.set(made, totals)), noReplay)));
    const made = startPart(fills, bindings, hard, stages, unread, soFar);
    parts.set(stages, made);
    return made;
  };
  /** What whole blocks of each part add up to. */
  const whole = new Map<Part, Totals>();

  return {
    add: (batch) => {
      if (reads.size === 0) reads = new Map([[batch.source.name, leafPaths(schemaOf(batch.columns))]]);
      partFor(batch.stages).add(batch);
    },
    finish: (replay) => {
      const totals = new Map<Part, Totals>();
      for (const part of parts.values()) {
        const own = part.finish();
        if (own) totals.set(part, own);
      }
      return resultsFrom(totals, replay);
    },
  };
};
