import {
  type Batch,
  fail,
  hardFlavour,
  hardRowFlavour,
  isOrderDependent,
  plainScope,
  type Replay,
  resultOf,
  type Scalar,
  seenEvents,
  startFills,
  uncheckedBatch,
} from "../core/index.ts";
import { type Branched, type Filling, fillsOf } from "./filling.ts";
import { mentioned, readingOperator } from "./stream.ts";
import type { Folded, ScopeOf, Seed } from "./types.ts";

const noReplay: Replay = () => Promise.resolve();

const noWeights = () =>
  fail("E_SOFT", {
    what: "a fold that does more than add has no meaning for events with weights",
    where: "reduce",
    cure: "leave the weights out, or use the weight as a member: reduce((total, ev) => Math.max(total, ev.w * ev.x), 0)",
  });

const scalarOf = (value: number, entries: number): Scalar =>
  resultOf<Scalar>({
    kind: "scalar",
    value,
    variance: 0,
    entries,
    skipped: 0,
    trace: { kind: "hard", stage: "reduce", reads: new Map() },
  });

type Call = (accumulator: Seed, event: unknown, scope: ScopeOf) => Seed;

const emitted = <A extends Seed>(total: Seed, entries: number): Folded<A> =>
  (typeof total === "number"
    ? scalarOf(total, entries)
    : Object.fromEntries(Object.entries(total).map(([name, value]) => [name, scalarOf(value, entries)]))) as Folded<A>;

/** A batch as if its events had no more members than were read: the lambda mentions no other. */
const asRead = (batch: Batch): Batch => {
  const { name, replayable } = batch.source;
  return uncheckedBatch({ ...batch, source: { name, replayable } });
};

/** A fold that is filled as sums if its lambda only adds, and else calls the lambda with each event. */
export const foldByRows = <E, A extends Seed>(
  filling: Filling<Folded<A>>,
  f: object,
  seed: A,
  scope: ScopeOf,
): Branched<E, Folded<A>> => {
  const seen = seenEvents(hardRowFlavour);
  const fills = fillsOf(hardFlavour, filling, undefined);
  return readingOperator<E, Folded<A>>(
    "reduce",
    (bindings, emit) => {
      const sums = startFills(fills, bindings, hardFlavour);
      const eventsOf = seen(bindings);
      const given = plainScope(scope, bindings);
      let [onlyAdds, total, entries]: [boolean, Seed, number] = [true, seed, 0];
      const isSummed = (batch: Batch): boolean => {
        try {
          sums.add(batch);
          return true;
        } catch (error) {
          if (isOrderDependent(error)) return false;
          throw error;
        }
      };
      return {
        next: (batch) => {
          onlyAdds = onlyAdds && isSummed(batch);
          if (onlyAdds) return;
          const { size, at } = eventsOf(asRead(batch));
          for (let i = 0; i < size; i++) {
            const { event, weight } = at(i);
            if (weight !== 1) throw noWeights();
            total = (f as Call)(total, event, given);
          }
          entries += size;
        },
        complete: () =>
          emit(onlyAdds ? filling.finish([...sums.finish(noReplay).values()], bindings) : emitted<A>(total, entries)),
      };
    },
    mentioned(f, scope),
    true,
  );
};
