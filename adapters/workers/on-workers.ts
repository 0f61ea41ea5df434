import { type MonoTypeOperatorFunction, Observable } from "rxjs";
import { currentBindings, type Workers, withBindings } from "../../core/index.ts";

/**
 * Lets threads take a part of all event loops above it, whoever subscribes.
 * @example
 * const z = fits.pipe(significance(), onWorkers(pool));
 */
export const onWorkers =
  <T>(workers: Workers): MonoTypeOperatorFunction<T> =>
  (stream) =>
    new Observable((out) => withBindings({ ...currentBindings(), workers }, () => stream.subscribe(out)));
