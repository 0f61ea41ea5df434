import { fail } from "../errors.ts";
import { type Bindings, withBindings } from "./bindings.ts";

/** What `gradient` needs of an observable. */
export interface Subscribable<T> {
  subscribe(observer: {
    readonly next: (value: T) => void;
    readonly error: (error: unknown) => void;
    readonly complete: () => void;
  }): { unsubscribe(): void };
}

const cancelled = (cause: unknown): Error =>
  fail("E_CANCELLED", { what: "the evaluation of a stream was aborted", ...(cause === undefined ? {} : { cause }) });

/**
 * The last value of a stream, subscribed to under bindings.
 * @throws E_CANCELLED if the signal aborts, E_TYPE if the stream completes without a value
 */
export const lastOf = <T>(stream: Subscribable<T>, bindings: Bindings, signal?: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled(signal.reason));
      return;
    }
    let subscription: { unsubscribe(): void } | undefined;
    let last: { readonly value: T } | undefined;
    const stop = (): void => {
      subscription?.unsubscribe();
      reject(cancelled(signal?.reason));
    };
    const end = (settle: () => void): void => {
      signal?.removeEventListener("abort", stop);
      settle();
    };
    signal?.addEventListener("abort", stop, { once: true });
    subscription = withBindings(bindings, () =>
      stream.subscribe({
        next: (value) => {
          last = { value };
        },
        error: (error) => end(() => reject(error)),
        complete: () =>
          end(() => {
            if (last) resolve(last.value);
            else reject(fail("E_TYPE", { what: "the stream completed without a value" }));
          }),
      }),
    );
    if (signal?.aborted) subscription.unsubscribe();
  });
