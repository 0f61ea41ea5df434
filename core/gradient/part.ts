import { type Batch, giveBack, type Schema, type Stage, showSchema } from "../columns/index.ts";
import { fail, type JagradError } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import type { Bindings } from "./bindings.ts";
import { blocks } from "./blocks.ts";
import { checksum } from "./checksum.ts";
import { compiledFor, type Fills, hardStage, modeOf } from "./compile-fills.ts";
import { type Compiled, cotangentName, type Flavour } from "./compiled.ts";
import { movingOf, sizesOf } from "./emitted.ts";
import { askedAlone, askedOf, contracted, noteAsked, type Riding, telling } from "./riding.ts";
import { addSlopes, type Cotangents, type Slopes } from "./trace.ts";

/** Reads a stream again from the start and hands each batch on. */
export type Replay = (each: (batch: Batch) => void, signal?: AbortSignal) => Promise<void>;

type Totals = readonly Float64Array[];

/** The batches of a stream on which the same stages are pending: all of them, unless pipelines were merged. */
export interface Part {
  readonly add: (batch: Batch) => void;
  readonly finish: () => Totals | undefined;
  /** The first stage of the hard flavour on the way. */
  readonly hardStage: () => string | undefined;
  readonly compiled: () => Compiled | undefined;
  /** The derivatives of the sum of what the totals contain, each as often as its cotangent says. */
  readonly slopes: (
    totals: Totals | undefined,
    cotangents: Cotangents,
    replay: Replay,
    signal?: AbortSignal,
  ) => Promise<Slopes>;
}

const notReplayable = ({ source }: Batch): JagradError =>
  fail("E_REPLAY", {
    what: `a reverse pass needs the events of ${source.name} twice, and this source can be read once only`,
    cure: 'the option { mode: "forward" }, or a source that can be opened again',
  });

/**
 * Starts to fill from batches on which some stages are pending; the first one tells the schema.
 * @param unread - the outputs that nobody reads
 * @param ended - told the sums so far at the end of each whole block
 */
export const startPart = (
  fills: Fills,
  bindings: Bindings,
  hard: Flavour,
  stages: readonly Stage[],
  unread: readonly number[],
  ended?: (totals: Totals) => void,
): Part => {
  const compiled = new Map<string, Compiled>();
  const moving = movingOf(fills).filter((k) => !unread.includes(k));
  const before = checksum();
  let riding: Riding | undefined;
  let isReverse = false;

  /** What this subscription runs, whatever becomes of the scopes of its lambdas meanwhile. */
  const compiledIn = (schema: Schema, batch: Batch): Compiled => {
    const key = showSchema(schema);
    const own = compiled.get(key) ?? compiledFor(fills, schema, batch, bindings, hard);
    compiled.set(key, own);
    return own;
  };

  const sizes = sizesOf(fills);
  const isFree = bindings.isDifferentiated && (bindings.mode ?? fills.mode) === undefined;
  /** What computes derivatives in the same pass as the outputs, and of which of these. */
  const beside = (own: Compiled, { source }: Batch) => {
    const mode = modeOf(fills, bindings, own);
    const only = isFree ? askedAlone(fills, sizes) : undefined;
    const alone = moving.filter((k) => k === only);
    if (mode === "forward") {
      const asked = alone.length > 0 ? alone : askedOf(fills, moving);
      const of = riding?.of ?? (source.replayable ? asked : moving);
      return { of, made: own.gradients?.forward(of, unread) };
    }
    const of = mode === "reverse" ? (riding?.of ?? alone) : [];
    return of.length > 0 ? { of, made: own.gradients?.backward(of, unread) } : undefined;
  };

  const pass = blocks((schema, batch) => {
    const own = compiledIn(schema, batch);
    const { of = [], made } = beside(own, batch) ?? {};
    isReverse = !made && modeOf(fills, bindings, own) === "reverse";
    if (isReverse && !batch.source.replayable) throw notReplayable(batch);
    riding = made && { parameters: made.parameters, of };
    return (made?.run ?? own.value(unread))(bindings);
  }, ended);

  const reverse = async (cotangents: Cotangents, replay: Replay, signal?: AbortSignal): Promise<Slopes> => {
    const used = [...cotangents.keys()].sort((a, b) => a - b);
    const given = new Map([...cotangents].map(([k, values]) => [cotangentName(k), values]));
    let parameters: readonly Parameter[] = [];
    const check = checksum();
    const back = blocks((schema, batch) => {
      const made = compiledIn(schema, batch).gradients?.reverse(used);
      if (!made) throw fail("E_REPLAY", { what: "the stream has no derivatives when it is read again" });
      parameters = made.parameters;
      return made.run(bindings, given);
    });
    await replay((batch) => {
      const done = batch.stages === stages ? back.add(batch) : [batch];
      if (batch.stages === stages) check.add(batch);
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

  return {
    add: (batch) => {
      const done = pass.add(batch);
      if (isReverse) before.add(batch);
      for (const { columns } of done) giveBack(columns);
    },
    finish: pass.finish,
    hardStage: () => hardStage(fills, stages)?.operator,
    compiled: () => [...compiled.values()][0],
    slopes: async (totals, cotangents, replay, signal) => {
      if (!totals) return new Map();
      const used = telling(cotangents);
      noteAsked(fills, used.keys());
      if (!riding) return reverse(cotangents, replay, signal);
      const { of } = riding;
      const [there, missing] = [true, false].map((is) => new Map([...used].filter(([k]) => of.includes(k) === is)));
      const slopes = contracted(totals, sizes.length, riding, there ?? used);
      return missing?.size ? addSlopes([slopes, await reverse(missing, replay, signal)]) : slopes;
    },
  };
};
