import { Observable, type Observer, type OperatorFunction, Subscriber, Subscription } from "rxjs";
import {
  type Batch,
  type Bindings,
  currentBindings,
  currentDemand,
  type Demand,
  extending,
  type FillRun,
  type Flavour,
  fail,
  hardFlavour,
  isJagradError,
  isSeenAlone,
  type LambdaStage,
  type Mentions,
  type Mode,
  mentionsOf,
  parseLambda,
  type Result,
  type Scope,
  seenAlone,
  startFills,
  takesApart,
  withBindings,
  withDemand,
  withStages,
} from "../core/index.ts";
import { checkSink, checkSize } from "./check-sink.ts";
import { behind, drafted, draftOf, emittingBare, type Filling, fillsOf, noBranch } from "./filling.ts";

const joined = (all: readonly Mentions[]): Mentions => ({
  names: new Set(all.flatMap(({ names }) => [...names])),
  items: new Set(all.flatMap(({ items }) => [...items])),
});

/** The names that a stage or a sink mentions; its lambda is parsed here, so that a bad one fails where it is written. */
export const mentioned = (f: object | undefined, scope: Scope): Mentions => {
  if (!f) return joined([]);
  parseLambda(f);
  return mentionsOf(f, scope);
};

/** The names that a stage mentions, with those of its variants. */
export const mentionedBy = ({ f, scope, variants }: LambdaStage): Mentions =>
  joined(
    [{ f, scope }, ...(variants ? [variants.up, variants.down] : [])].map((each) => mentioned(each.f, each.scope)),
  );

const wrapped = (error: unknown, where: string): unknown =>
  isJagradError(error)
    ? error
    : fail("E_UPSTREAM", { what: error instanceof Error ? error.message : String(error), where, cause: error });

/** Reads a source for `out`, which may end it while it is still being subscribed to. */
const readFor = <T>(out: Subscriber<unknown>, source: Observable<T>, demand: Demand, observer: Observer<T>): void => {
  const inner = new Subscriber<T>(observer);
  out.add(inner);
  withDemand(demand, () => source.subscribe(inner));
};

/** What is asked for below a stage: where everything of its events is, and it names all that they are made of, these. */
const below = (above: Demand, own: Mentions, isShield: boolean): Demand => {
  const { names, items = names } = above;
  if (names && items) return { ...above, ...joined([{ names, items }, own]) };
  return isShield ? { ...above, ...own, whole: true } : above;
};

/** An operator that adds a stage to the program pending on each batch. */
export const stageOperator = <E, R>(given: LambdaStage): OperatorFunction<Batch<E>, Batch<R>> => {
  const stage: LambdaStage = { ...given, options: { ...given.options } };
  checkSize(`the width of ${stage.operator}`, stage.options.width);
  const own = mentionedBy(stage);
  const isShield = (stage.kind === "map" || stage.kind === "flatten") && takesApart(stage.f);
  const extend = extending(stage);
  return (source) => {
    const draft = draftOf(source);
    const stages = draft?.kind === "stages" ? [...draft.stages, stage] : undefined;
    const stream = new Observable<Batch<R>>((out) => {
      const demand = currentDemand();
      readFor(out, source, below(demand, own, isShield), {
        next: (batch) => out.next(withStages<R>(batch, extend(batch.stages))),
        error: (error) => out.error(error),
        complete: () => out.complete(),
      });
    });
    if (isSeenAlone(source)) seenAlone(stream);
    return drafted(stream, stages && { kind: "stages", stages });
  };
};

const replayOf =
  <E>(source: Observable<Batch<E>>, own: Mentions) =>
  (each: (batch: Batch) => void, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const whole = new Subscription();
      const stop = (): void => {
        whole.unsubscribe();
        reject(fail("E_CANCELLED", { what: "the second pass over a stream was aborted", cause: signal?.reason }));
      };
      if (signal?.aborted) {
        stop();
        return;
      }
      signal?.addEventListener("abort", stop, { once: true });
      whole.add(() => signal?.removeEventListener("abort", stop));
      const subscriber = new Subscriber<Batch<E>>({
        next: (batch) => {
          try {
            each(batch);
          } catch (error) {
            whole.unsubscribe();
            reject(error);
          }
        },
        error: reject,
        complete: () => {
          whole.unsubscribe();
          resolve();
        },
      });
      whole.add(subscriber);
      withDemand({ ...own, givesBack: isSeenAlone(source) }, () => source.subscribe(subscriber));
    });

const checked = ({ branches }: Filling<unknown>): Mentions =>
  joined(
    branches.flatMap(({ stages, sink }) => {
      checkSink(sink);
      return [...(stages as readonly LambdaStage[]).map(mentionedBy), mentioned(sink.f, sink.scope)];
    }),
  );

/**
 * A filling operator: it runs the pending program over all batches, and emits once, when the source completes.
 * @param isRunning - emits also what has been filled so far, at the end of each block of events
 */
export const fillingOperator = <E, R>(
  flavour: Flavour,
  filling: Filling<R>,
  mode: Mode | undefined,
  isRunning = false,
): OperatorFunction<Batch<E>, R> => {
  const own = checked(filling);
  const { branches, finish } = filling;
  const fills = fillsOf(flavour, filling, mode);
  const where = [...new Set(branches.map(({ sink }) => sink.operator))].join(", ");
  return (source) => {
    const draft = draftOf(source);
    const stream = new Observable<R>((out) => {
      const bindings = currentBindings();
      const { members, ...demand } = currentDemand();
      let run: FillRun | undefined;
      const emit = (results: ReadonlyMap<string, Result>): void => out.next(finish([...results.values()], bindings));
      const started = (): FillRun => {
        run ??= startFills(fills, bindings, hardFlavour, members, isRunning ? emit : undefined);
        return run;
      };
      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          out.error(wrapped(error, where));
        }
      };
      readFor(
        out,
        source,
        { ...demand, ...own, givesBack: isSeenAlone(source) },
        {
          next: (batch) => guarded(() => started().add(batch)),
          error: (error) => out.error(error),
          complete: () =>
            guarded(() => {
              const replay = replayOf(source, own);
              const results = started().finish((each, signal) => withBindings(bindings, () => replay(each, signal)));
              emit(results);
              out.complete();
            }),
        },
      );
    });
    return drafted(
      filling.isBare ? emittingBare(stream) : stream,
      draft?.kind === "stages"
        ? { kind: "filling", filling: behind(draft.stages, filling), flavour: flavour.name }
        : undefined,
    );
  };
};

const everything: Demand = { names: undefined, items: undefined };

/** What an operator does with the batches of one subscription. */
export interface Reader<E> {
  readonly next: (batch: Batch<E>) => void;
  /** Called when the source completes, before the operator does. */
  readonly complete?: () => void;
}

/**
 * An operator that reads each batch.
 * @param where - what errors call it
 * @param start - called for each subscription with what it binds, and with what hands a value on and says whether more
 * is wanted
 * @param own - columns that it reads besides those that are asked for above it; default all there are
 * @param isLast - true if no event goes on from here, so that nothing is asked for above
 */
export const readingOperator =
  <E, R>(
    where: string,
    start: (bindings: Bindings, emit: (value: R) => boolean) => Reader<E>,
    own?: Mentions,
    isLast = false,
  ): OperatorFunction<Batch<E>, R> =>
  (source) => {
    if (draftOf(source)) throw noBranch(where);
    return new Observable((out) => {
      const above = isLast ? joined([]) : currentDemand();
      const { next, complete } = start(currentBindings(), (value) => {
        out.next(value);
        return !out.closed;
      });
      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          out.error(wrapped(error, where));
        }
      };
      readFor(
        out,
        source,
        { ...currentDemand(), ...(own ? below(above, own, false) : everything), givesBack: false },
        {
          next: (batch) => guarded(() => next(batch)),
          error: (error) => out.error(error),
          complete: () =>
            guarded(() => {
              complete?.();
              out.complete();
            }),
        },
      );
    });
  };
