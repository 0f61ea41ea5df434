import { type Observable, Subscriber } from "rxjs";
import { fail, withDemand } from "../core/index.ts";

export interface IterationOptions {
  /** Ends the iteration with E_CANCELLED. */
  readonly signal?: AbortSignal;
  /** How many values may wait where the stream does not wait for the loop; 16 if not given. */
  readonly most?: number;
}

type Step<T> = IteratorResult<T, undefined>;

/** A call of `next` that has no answer yet. */
interface Call<T> {
  readonly resolve: (step: Step<T>) => void;
  readonly reject: (error: unknown) => void;
}

const over: Step<never> = { done: true, value: undefined };

const tooMany = (most: number): Error =>
  fail("E_LIMIT", {
    what: `${most} values of a stream wait to be taken, and it does not wait for the loop that takes them`,
    cure: "sources of this package wait; of others let more values wait, { most: 100 }, or do less in the loop",
  });

const iteratorOf = <T>(stream: Observable<T>, { signal, most = 16 }: IterationOptions): AsyncIterator<T, undefined> => {
  const values: T[] = [];
  const calls: Call<T>[] = [];
  const gates: (() => void)[] = [];
  let failures: readonly unknown[] = [];
  let isOver = false;

  const openGates = (): void => {
    for (const pass of gates.splice(0)) pass();
  };
  const ready = (): Promise<void> =>
    new Promise((resolve) => {
      gates.push(resolve);
      if (calls.length > 0 || isOver) openGates();
    });
  const answerEnd = ({ resolve, reject }: Call<T>): void => {
    const [error] = failures;
    if (failures.length === 0) resolve(over);
    else reject(error);
    failures = [];
  };
  const end = (...errors: readonly unknown[]): void => {
    if (isOver) return;
    isOver = true;
    failures = errors;
    subscriber.unsubscribe();
    openGates();
    for (const call of calls.splice(0)) answerEnd(call);
  };
  const leave = (): void => {
    end();
    values.length = 0;
    failures = [];
  };
  const abort = (): void => {
    end(fail("E_CANCELLED", { what: "the iteration over a stream was aborted", cause: signal?.reason }));
    values.length = 0;
  };
  const subscriber = new Subscriber<T>({
    next: (value) => {
      const call = calls.shift();
      if (call) call.resolve({ done: false, value });
      else if (values.length < most) values.push(value);
      else end(tooMany(most));
    },
    error: (error: unknown) => end(error),
    complete: () => end(),
  });
  let hasBegun = false;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener("abort", abort, { once: true });
    subscriber.add(() => signal?.removeEventListener("abort", abort));
    withDemand({ names: undefined, ready }, () => stream.subscribe(subscriber));
  };

  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (values.length > 0) resolve({ done: false, value: values.shift() as T });
        else if (isOver) answerEnd({ resolve, reject });
        else {
          calls.push({ resolve, reject });
          begin();
          openGates();
        }
      }),
    return: () => {
      leave();
      return Promise.resolve(over);
    },
    throw: (error) => {
      leave();
      return Promise.reject(error);
    },
  };
};

/**
 * The values of a stream, for `for await`. Each loop subscribes anew, when it asks for its first value, and unsubscribes
 * when it is left. Sources of this package, also behind stages and one after the other, read the next batch only when the
 * loop asks for it; of other streams at most `most` values wait.
 * @throws E_PARAMETER where `most` is no positive whole number; in the loop: the error of the stream, E_LIMIT where more
 * than `most` values wait, E_CANCELLED once the signal aborts
 * @example
 * for await (const batch of toAsyncIterable(events)) console.log(batch.first, batch.size);
 */
export const toAsyncIterable = <T>(stream: Observable<T>, options: IterationOptions = {}): AsyncIterable<T> => {
  const { most = 16 } = options;
  if (!Number.isSafeInteger(most) || most < 1)
    throw fail("E_PARAMETER", { what: `most is ${String(most)}`, cure: "a whole number from 1" });
  return { [Symbol.asyncIterator]: () => iteratorOf(stream, options) };
};
