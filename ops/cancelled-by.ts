import { type MonoTypeOperatorFunction, Observable, takeUntil } from "rxjs";
import { fail } from "../core/index.ts";

const failsOnAbort = (signal: AbortSignal): Observable<never> =>
  new Observable((out) => {
    const abort = (): void => out.error(fail("E_CANCELLED", { what: "the stream was aborted", cause: signal.reason }));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  });

/**
 * A stream that fails when a signal aborts, and leaves its source; a signal that has aborted before lets nothing begin.
 * It stands anywhere in a pipe; above a filling operator it guards the second pass of its derivatives too.
 * @throws in the stream: E_CANCELLED with the reason of the signal as its cause
 * @example
 * events.pipe(cancelledBy(AbortSignal.timeout(10_000)), filter((ev) => ev.met > 20), count())
 */
export const cancelledBy = <T>(signal: AbortSignal): MonoTypeOperatorFunction<T> => takeUntil(failsOnAbort(signal));
