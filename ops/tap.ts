import type { OperatorFunction } from "rxjs";
import { type Batch, diffRowFlavour, fail, hardRowFlavour, type RowFlavour, seenEvents } from "../core/index.ts";
import { readingOperator } from "./stream.ts";

export interface TapOptions {
  /** How many events are looked at, from the first on; default all. */
  readonly most?: number;
}

const checkMost = (most: number | undefined): void => {
  if (most === undefined || (Number.isInteger(most) && most >= 0)) return;
  throw fail("E_PARAMETER", { what: `most is ${most}`, cure: "give a whole number that is not negative" });
};

const tapIn =
  (flavour: RowFlavour) =>
  <E>(look: (event: E, weight: number) => void, { most }: TapOptions = {}): OperatorFunction<Batch<E>, Batch<E>> => {
    checkMost(most);
    const seen = seenEvents(flavour);
    return readingOperator("tap", (bindings, emit) => {
      const eventsOf = seen(bindings);
      let left = most ?? Number.POSITIVE_INFINITY;
      return {
        next: (batch) => {
          if (left > 0) {
            const { size, at } = eventsOf(batch);
            const end = Math.min(size, left);
            for (let i = 0; i < end; i++) {
              const { event, weight } = at(i);
              look(event as E, weight);
            }
            left -= end;
          }
          emit(batch);
        },
      };
    });
  };

/**
 * Calls a function with each event that gets here, and its weight; the events go on as they are. The function is no
 * lambda: it may do anything, and the source reads every column for it. It is called once for each pass over the
 * source, of which a derivative may need several.
 * @param look - given the event as a frozen JavaScript value; what it throws ends the stream, wrapped in E_UPSTREAM
 * @throws E_PARAMETER where `most` is no whole number
 * @example
 * events.pipe(filter((ev) => ev.met > 200), tap((ev) => console.log(ev.met), { most: 5 }), count())
 */
export const hard = /* @__PURE__ */ tapIn(hardRowFlavour);

/** `tap` in the differentiable flavour: events that a relaxed filter lets through with a probability are seen too. */
export const diff = /* @__PURE__ */ tapIn(diffRowFlavour);
