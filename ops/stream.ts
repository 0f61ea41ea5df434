import { Observable, type Observer, type OperatorFunction, Subscriber, Subscription } from "rxjs";
import {
  type Batch,
  type Branch,
  currentBindings,
  currentDemand,
  type FillRun,
  type Fills,
  type Flavour,
  fail,
  hardFlavour,
  isJagradError,
  type LambdaStage,
  type Mode,
  mentionsOf,
  parseLambda,
  type Result,
  type Scope,
  type Sink,
  type Stage,
  startFills,
  withBindings,
  withDemand,
} from "../core/index.ts";

/** What an operator does, for operators that put others together. */
export type Spec = { readonly stage: LambdaStage } | { readonly sink: Sink };

const specs = new WeakMap<object, Spec>();

export const specOf = (operator: object): Spec | undefined => specs.get(operator);

/** The names that a stage or a sink mentions; its lambda is parsed here, so that a bad one fails where it is written. */
const namesOf = (f: object | undefined, scope: Scope): ReadonlySet<string> => {
  if (!f) return new Set();
  parseLambda(f);
  return mentionsOf(f, scope);
};

const wrapped = (error: unknown, where: string): unknown =>
  isJagradError(error)
    ? error
    : fail("E_UPSTREAM", { what: error instanceof Error ? error.message : String(error), where, cause: error });

const checkSize = (what: string, size: number | undefined): void => {
  if (size === undefined || (Number.isFinite(size) && size >= 0)) return;
  throw fail(Number.isFinite(size) ? "E_PARAMETER" : "E_NONFINITE", {
    what: `${what} is ${size}`,
    cure: "give a finite number that is not negative",
  });
};

/** Reads a source for `out`, which may end it while it is still being subscribed to. */
const readFor = <T>(
  out: Subscriber<unknown>,
  source: Observable<T>,
  names: ReadonlySet<string> | undefined,
  observer: Observer<T>,
): void => {
  const inner = new Subscriber<T>(observer);
  out.add(inner);
  withDemand({ names }, () => source.subscribe(inner));
};

/** An operator that adds a stage to the program pending on each batch. */
export const stageOperator = <E, R>(stage: LambdaStage): OperatorFunction<Batch<E>, Batch<R>> => {
  checkSize(`the width of ${stage.operator}`, stage.options.width);
  const names = namesOf(stage.f, stage.scope);
  const extended = new WeakMap<readonly Stage[], readonly Stage[]>();
  const extend = (stages: readonly Stage[]): readonly Stage[] => {
    const known = extended.get(stages) ?? [...stages, stage];
    extended.set(stages, known);
    return known;
  };
  const operator: OperatorFunction<Batch<E>, Batch<R>> = (source) =>
    new Observable((out) => {
      const demand = currentDemand().names;
      readFor(out, source, demand && new Set([...demand, ...names]), {
        next: (batch) => out.next({ ...batch, stages: extend(batch.stages) } as unknown as Batch<R>),
        error: (error) => out.error(error),
        complete: () => out.complete(),
      });
    });
  specs.set(operator, { stage });
  return operator;
};

const replayOf =
  <E>(source: Observable<Batch<E>>, names: ReadonlySet<string>) =>
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
      withDemand({ names }, () => source.subscribe(subscriber));
    });

/** An operator that runs the pending program over all batches, and emits once, when the source completes. */
const fillAll = <E, R>(
  fills: Fills,
  finish: (results: ReadonlyMap<string, Result>) => R,
): OperatorFunction<Batch<E>, R> => {
  const names = new Set<string>();
  for (const { stages, sink } of fills.branches.values()) {
    checkSize(`the width of ${sink.operator}`, sink.width);
    checkSize(`the bandwidth of ${sink.operator}`, sink.bandwidth);
    for (const stage of stages as readonly LambdaStage[])
      for (const name of namesOf(stage.f, stage.scope)) names.add(name);
    for (const name of namesOf(sink.f, sink.scope)) names.add(name);
  }
  const where = [...fills.branches.values()].map(({ sink }) => sink.operator).join(", ");
  return (source) =>
    new Observable((out) => {
      const bindings = currentBindings();
      let run: FillRun | undefined;
      const started = (): FillRun => {
        run ??= startFills(fills, bindings, hardFlavour);
        return run;
      };
      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          out.error(wrapped(error, where));
        }
      };
      readFor(out, source, names, {
        next: (batch) => guarded(() => started().add(batch)),
        error: (error) => out.error(error),
        complete: () =>
          guarded(() => {
            const replay = replayOf(source, names);
            out.next(finish(started().finish((each, signal) => withBindings(bindings, () => replay(each, signal)))));
            out.complete();
          }),
      });
    });
};

const alone = "result";

/** A filling operator of one sink. */
export const sinkOperator = <E, R extends Result>(
  flavour: Flavour,
  sink: Sink,
  mode: Mode | undefined,
): OperatorFunction<Batch<E>, R> => {
  const branches = new Map<string, Branch>([[alone, { stages: [], sink }]]);
  const operator = fillAll<E, R>({ flavour, branches, mode }, (results) => results.get(alone) as R);
  specs.set(operator, { sink });
  return operator;
};

/** A filling operator of several sinks, each with stages of its own, in one pass. */
export const manySinks = <E, R>(
  flavour: Flavour,
  branches: ReadonlyMap<string, Branch>,
  mode: Mode | undefined,
  finish: (results: ReadonlyMap<string, Result>) => R,
): OperatorFunction<Batch<E>, R> => fillAll<E, R>({ flavour, branches, mode }, finish);
