import { type Batch, giveBack, leafPaths, schemaOf } from "../columns/index.ts";
import { fail, type JagradError } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import { type Bindings, hasDerivatives } from "./bindings.ts";
import { blocks } from "./blocks.ts";
import { checksum } from "./checksum.ts";
import { compiledFor, type Fills, hardStage, modeOf } from "./compile-fills.ts";
import { type Compiled, cotangentName, type Flavour } from "./compiled.ts";
import { checkEdges, type Derivation, movingOf, resultsOf, sizesOf, unreadOf } from "./emitted.ts";
import { widthIn } from "./explain.ts";
import type { Result } from "./results.ts";
import type { Cotangents, Explained, Pullable, Reads, Slopes } from "./trace.ts";

export type { Fills } from "./compile-fills.ts";

/** Reads a stream again from the start and hands each batch on. */
export type Replay = (each: (batch: Batch) => void, signal?: AbortSignal) => Promise<void>;

/** A pass of fills over a stream; it gives back what it is lent. */
export interface FillRun {
  readonly add: (batch: Batch) => void;
  readonly finish: (replay: Replay) => ReadonlyMap<string, Result>;
}

const explainedOf = (compiled: Compiled | undefined, bindings: Bindings): readonly Explained[] =>
  (compiled?.treatments ?? []).map(({ kind, treatment, label, text, width, choices }) => ({
    kind,
    treatment,
    stage: label,
    text,
    width: width === undefined || width === "per event" ? width : widthIn(width, bindings),
    choices: choices.map(({ name }) => name),
  }));

const notReplayable = ({ source }: Batch): JagradError =>
  fail("E_REPLAY", {
    what: `a reverse pass needs the events of ${source.name} twice, and this source can be read once only`,
    cure: 'the option { mode: "forward" }, or a source that can be opened again',
  });

/** Tangents that ride along: for each parameter those of some outputs. */
interface Riding {
  readonly parameters: readonly Parameter[];
  readonly of: readonly number[];
}

/**
 * The outputs whose derivatives somebody has asked for: those of the others need not ride along the next time. What is
 * asked for nevertheless takes a second pass.
 */
const asked = new WeakMap<Fills, ReadonlySet<number>>();

/** Those of some outputs whose derivatives somebody has asked for, or all of them where nobody has. */
const askedOf = (fills: Fills, moving: readonly number[]): readonly number[] => {
  const known = moving.filter((k) => asked.get(fills)?.has(k));
  return known.length > 0 ? known : moving;
};

/** The cotangents that are not zero throughout. */
const telling = (cotangents: Cotangents): Cotangents =>
  new Map([...cotangents].filter(([, values]) => values.some((c) => c !== 0)));

const sumOf = (a: Slopes, b: Slopes): Slopes =>
  new Map([...new Set([...a.keys(), ...b.keys()])].map((p) => [p, (a.get(p) ?? 0) + (b.get(p) ?? 0)] as const));

/** The derivatives that tangents already in hand give, contracted with cotangents. */
const contracted = (
  totals: readonly Float64Array[],
  outputs: number,
  { parameters, of }: Riding,
  cotangents: Cotangents,
): Slopes =>
  new Map(
    parameters.map((parameter, t) => {
      let slope = 0;
      for (const [k, cotangent] of cotangents) {
        const tangent = totals[outputs + of.length * t + of.indexOf(k)];
        for (const [i, c] of cotangent.entries()) if (c !== 0) slope += c * (tangent?.[i] ?? 0);
      }
      return [parameter, slope] as const;
    }),
  );

const noReplay: Replay = () =>
  Promise.reject(
    fail("E_REPLAY", {
      what: "what was filled so far cannot be filled again backwards; only the last result can",
      cure: 'the option { mode: "forward" }, or take the last result',
    }),
  );

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
  let first: Compiled | undefined;
  let riding: Riding | undefined;
  const unread = unreadOf(fills, members);
  const moving = movingOf(fills).filter((k) => !unread.includes(k));
  let stage: string | undefined;
  let reads: Reads = new Map();
  const before = checksum();
  let isReverse = false;

  const pass = blocks(
    (schema, batch) => {
      const compiled = compiledFor(fills, schema, batch, bindings, hard);
      first ??= compiled;
      stage ??= hardStage(fills, batch.stages)?.operator;
      const mode = modeOf(fills, bindings, compiled);
      isReverse = mode === "reverse";
      if (isReverse && !batch.source.replayable) throw notReplayable(batch);
      const of = riding?.of ?? (batch.source.replayable ? askedOf(fills, moving) : moving);
      const forward = mode === "forward" ? compiled.gradients?.forward(of, unread) : undefined;
      riding = forward && { parameters: forward.parameters, of };
      return (forward?.run ?? compiled.value(unread))(bindings);
    },
    running && ((totals) => running(resultsFrom(totals, noReplay))),
  );

  const reverse = async (cotangents: Cotangents, replay: Replay, signal?: AbortSignal): Promise<Slopes> => {
    const used = [...cotangents.keys()].sort((a, b) => a - b);
    const given = new Map([...cotangents].map(([k, values]) => [cotangentName(k), values]));
    let parameters: readonly Parameter[] = [];
    const check = checksum();
    const back = blocks((schema, batch) => {
      const made = compiledFor(fills, schema, batch, bindings, hard).gradients?.reverse(used);
      if (!made) throw fail("E_REPLAY", { what: "the stream has no derivatives when it is read again" });
      parameters = made.parameters;
      return made.run(bindings, given);
    });
    await replay((batch) => {
      const done = back.add(batch);
      check.add(batch);
      for (const { columns } of done) giveBack(columns);
    }, signal);
    if (back.events() !== pass.events() || (isReverse && check.value() !== before.value()))
      throw fail("E_REPLAY", {
        what: `the source differs when read again: ${pass.events()} events before, ${back.events()} now`,
        cure: "keep the batches, or read a source that does not change",
      });
    const slopes = back.finish();
    return new Map(parameters.map((parameter, k) => [parameter, slopes?.[k]?.[0] ?? 0] as const));
  };

  const derivationOf = (totals: readonly Float64Array[] | undefined, replay: Replay): Derivation => {
    if (fills.flavour.name === "hard" || stage !== undefined || !hasDerivatives(bindings))
      return { kind: "hard", stage, reads };
    const pullable: Pullable = {
      sizes,
      of: fills,
      bindings,
      pullback: async (cotangents, wanted, signal) => {
        for (const parameter of wanted) {
          const obstacle = first?.gradients?.obstacles.get(parameter);
          if (obstacle) throw obstacle;
        }
        if (!totals) return new Map();
        if (!riding) return reverse(cotangents, replay, signal);
        const { of } = riding;
        const used = telling(cotangents);
        asked.set(fills, new Set([...(asked.get(fills) ?? []), ...used.keys()].sort((a, b) => a - b)));
        const [there, missing] = [true, false].map((is) => new Map([...used].filter(([k]) => of.includes(k) === is)));
        const slopes = contracted(totals, sizes.length, riding, there ?? used);
        return missing?.size ? sumOf(slopes, await reverse(missing, replay, signal)) : slopes;
      },
    };
    return { kind: "diff", pullable, explained: explainedOf(first, bindings), reads };
  };

  const resultsFrom = (totals: readonly Float64Array[] | undefined, replay: Replay): ReadonlyMap<string, Result> =>
    resultsOf(fills, totals, bindings, derivationOf(totals, replay));

  return {
    add: (batch) => {
      if (reads.size === 0) reads = new Map([[batch.source.name, leafPaths(schemaOf(batch.columns))]]);
      const done = pass.add(batch);
      if (isReverse) before.add(batch);
      for (const { columns } of done) giveBack(columns);
    },
    finish: (replay) => resultsFrom(pass.finish(), replay),
  };
};
