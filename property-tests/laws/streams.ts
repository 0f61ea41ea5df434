import { concat, EMPTY, from, NEVER, Observable, of, type Subscription, take, throwError } from "rxjs";
import type { Batch } from "../../core/index.ts";
import { cutInto } from "../arbitraries/batches.ts";
import { nameOfUse, type SeenEvent, type Stream } from "../arbitraries/pipelines.ts";
import { numbersOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { type SampledUse, sampleFor } from "../operator-use.ts";

/** What a subscriber of a pipeline saw, and what became of the source. */
interface Seen {
  readonly values: unknown[];
  readonly errors: unknown[];
  completed: number;
  /** How often the source was subscribed to, and left. */
  opened: number;
  closed: number;
  /** What arrived after an error, a completion or the end of the subscription. */
  late: number;
}

const size = 200;
const batches = (use: SampledUse, seed: number): readonly Batch<SeenEvent>[] =>
  cutInto(sampleFor(use)(size, seed), size, [60, 0, 70]);

const watched = (source: Stream, seen: Seen): Stream =>
  new Observable((out) => {
    seen.opened += 1;
    const inner = source.subscribe(out);
    return () => {
      seen.closed += 1;
      inner.unsubscribe();
    };
  });

interface Watch {
  readonly seen: Seen;
  readonly subscription: Subscription;
}

const watch = (use: SampledUse, source: Stream, onNext: () => void = () => undefined): Watch => {
  const seen: Seen = { values: [], errors: [], completed: 0, opened: 0, closed: 0, late: 0 };
  let isOver = false;
  const arrived = (): void => {
    if (isOver) seen.late += 1;
  };
  const subscription = use.pipeline(watched(source, seen)).subscribe({
    next: (value) => {
      arrived();
      seen.values.push(value);
      onNext();
    },
    error: (error) => {
      arrived();
      isOver = true;
      seen.errors.push(error);
    },
    complete: () => {
      arrived();
      isOver = true;
      seen.completed += 1;
    },
  });
  subscription.add(() => {
    isOver = true;
  });
  return { seen, subscription };
};

const expect = (name: string, found: unknown, wanted: unknown): void => {
  if (found !== wanted) throw new Error(`${name}: ${String(found)}, not ${String(wanted)}`);
};

const expectSeen = (seen: Seen, wanted: Partial<Record<"values" | "errors" | "completed", number>>): void => {
  expect("values", seen.values.length, wanted.values ?? 0);
  expect("errors", seen.errors.length, wanted.errors ?? 0);
  expect("completions", seen.completed, wanted.completed ?? 0);
  expect("late arrivals", seen.late, 0);
};

const expectLeft = ({ opened, closed }: Seen): void => {
  expect("subscriptions to the source", opened, 1);
  expect("ends of them", closed, 1);
};

/** An endless stream that counts how many batches were taken from it. */
const endless = (some: readonly Batch<SeenEvent>[]): { readonly stream: Stream; readonly taken: () => number } => {
  let count = 0;
  const stream: Stream = new Observable((out) => {
    const timer = setInterval(() => {
      count += 1;
      const next = some[count % some.length];
      if (next) out.next(next);
    }, 0);
    return () => clearInterval(timer);
  });
  return { stream, taken: () => count };
};

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** What must hold of any operator over one kind of source. */
export interface StreamKind {
  readonly kind: string;
  readonly check: (use: SampledUse, seed: number) => void | Promise<void>;
}

export const streamKinds: readonly StreamKind[] = [
  {
    kind: "a silent source: nothing until it is left",
    check: (use) => {
      const { seen, subscription } = watch(use, NEVER);
      expectSeen(seen, {});
      subscription.unsubscribe();
      expectSeen(seen, {});
      expectLeft(seen);
    },
  },
  {
    kind: "an empty source: zeros, or no number at all",
    check: (use) => {
      const { seen } = watch(use, EMPTY);
      expectSeen(seen, { values: 1, completed: 1 });
      expectLeft(seen);
      for (const [name, x] of numbersOf(seen.values[0]))
        if (!/^(.*\.)?(edges|axes|shape)\b/.test(name))
          expect(`${name} of nothing`, x === 0 || (Number.isNaN(x) && use.needsEvents === true), true);
    },
  },
  {
    kind: "a source of one batch",
    check: (use, seed) => {
      const { seen } = watch(use, from(batches(use, seed).slice(0, 1)));
      expectSeen(seen, { values: 1, completed: 1 });
      expectLeft(seen);
    },
  },
  {
    kind: "an error after some batches: once, and no value",
    check: (use, seed) => {
      const failure = new Error("the source broke");
      const { seen } = watch(
        use,
        concat(
          from(batches(use, seed)),
          throwError(() => failure),
        ),
      );
      expectSeen(seen, { errors: 1 });
      expect("the error", seen.errors[0], failure);
      expectLeft(seen);
    },
  },
  {
    kind: "an error at once",
    check: (use) => {
      const failure = new Error("the source broke");
      const { seen } = watch(
        use,
        throwError(() => failure),
      );
      expectSeen(seen, { errors: 1 });
      expect("the error", seen.errors[0], failure);
      expectLeft(seen);
    },
  },
  {
    kind: "an endless source that is cut off: one value",
    check: async (use, seed) => {
      const { stream } = endless(batches(use, seed));
      const { seen } = watch(use, stream.pipe(take(5)));
      while (seen.completed === 0 && seen.errors.length === 0) await pause(1);
      expectSeen(seen, { values: 1, completed: 1 });
      expectLeft(seen);
    },
  },
  {
    kind: "an endless source that is left: nothing more is taken",
    check: async (use, seed) => {
      const { stream, taken } = endless(batches(use, seed));
      const { seen, subscription } = watch(use, stream);
      while (taken() < 3) await pause(1);
      subscription.unsubscribe();
      subscription.unsubscribe();
      const before = taken();
      await pause(5);
      expect("batches taken after leaving", taken(), before);
      expectSeen(seen, {});
      expectLeft(seen);
    },
  },
  {
    kind: "left inside next",
    check: (use, seed) => {
      const { seen } = watchUntilFirst(use, from(batches(use, seed)));
      expectSeen(seen, { values: 1 });
      expectLeft(seen);
    },
  },
  {
    kind: "a batch of other columns: one error",
    check: (use, seed) => {
      const [first] = batches(use, seed);
      if (!first) throw new TypeError("there is a batch");
      const other: Batch<SeenEvent> = { ...first, columns: { kind: "record", fields: new Map() } };
      const { seen } = watch(use, of(first, other, first));
      expectSeen(seen, { errors: 1 });
      expectLeft(seen);
    },
  },
];

const watchUntilFirst = (use: SampledUse, source: Stream): Watch => {
  const seen: Seen = { values: [], errors: [], completed: 0, opened: 0, closed: 0, late: 0 };
  const pipeline = use.pipeline(watched(source, seen));
  const subscription = pipeline.pipe(take(1)).subscribe({
    next: (value) => seen.values.push(value),
    error: (error) => seen.errors.push(error),
  });
  return { seen, subscription };
};

export interface UseOverKind {
  readonly use: SampledUse;
  readonly over: StreamKind;
}

export const streamsLaw: Law<UseOverKind> = {
  name: "streams",
  says: "an operator emits once on completion, hands an error on once, and leaves its source once",
  nameOf: ({ use, over }) => `${nameOfUse(use)}, over ${over.kind}`,
  check: ({ use, over }, { seed }) => over.check(use, seed),
};

/** A subscriber that throws: the error is reported by the host, and the source is left. */
export const throwingSubscriberLaw = (uncaught: () => Promise<readonly unknown[]>): Law<SampledUse> => ({
  name: "throwing subscribers",
  says: "what a subscriber throws is reported as uncaught, once, and the source is left",
  nameOf: nameOfUse,
  check: async (use, { seed }) => {
    const failure = new Error("the subscriber broke");
    const { seen } = watch(use, from(batches(use, seed)), () => {
      throw failure;
    });
    const reported = await uncaught();
    expect("reported errors", reported.length, 1);
    expect("the error", reported[0], failure);
    expect("values", seen.values.length, 1);
    expectLeft(seen);
  },
});
