/**
 * An async iterable whose iterator is left as soon as the signal aborts, also while its next item is awaited: an
 * iterator that waits for ever is told, where a loop alone would tell it only after its next item. It is left once, and
 * not after its end.
 */
export const leftOnAbort = <T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = items[Symbol.asyncIterator]();
    const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
    let isOpen = true;
    const leave = async (): Promise<IteratorReturnResult<undefined>> => {
      if (isOpen) {
        isOpen = false;
        await iterator.return?.();
      }
      return done;
    };
    signal.addEventListener("abort", () => leave().catch(() => undefined), { once: true });
    return {
      next: async () => {
        if (signal.aborted) return leave();
        try {
          const step = await iterator.next();
          if (step.done) isOpen = false;
          return step;
        } catch (error) {
          isOpen = false;
          throw error;
        }
      },
      return: leave,
    };
  },
});
