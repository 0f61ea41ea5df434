import fc from "fast-check";
import type { Shape } from "./columns.ts";
import { eighths, mixed } from "./numbers.ts";

/** The events of the laws: numbers, truth values, lists of records, and lists in lists. */
export const eventShape = {
  id: "number",
  met: "number",
  ht: "number",
  flag: "bool",
  muon: { list: { record: { pt: "number", eta: "number", charge: "number", good: "bool" } } },
  jet: { list: { record: { pt: "number", track: { list: "number" } } } },
} as const satisfies Readonly<Record<string, Shape>>;

type Maybe<T> = T | null;

export interface TestMuon {
  readonly pt: Maybe<number>;
  readonly eta: Maybe<number>;
  readonly charge: number;
  readonly good: boolean;
}

export interface TestJet {
  readonly pt: Maybe<number>;
  readonly track: readonly Maybe<number>[];
}

export interface TestEvent {
  readonly id: number;
  readonly met: Maybe<number>;
  readonly ht: Maybe<number>;
  readonly flag: boolean;
  readonly muon: Maybe<readonly Maybe<TestMuon>[]>;
  readonly jet: readonly TestJet[];
}

export interface EventOptions {
  readonly number: fc.Arbitrary<number>;
  /** Whether numbers and items may be missing. */
  readonly nulls: boolean;
  /** Whether whole items may be missing. */
  readonly holes: boolean;
  /** Whether whole lists may be missing. */
  readonly absences: boolean;
  readonly maxItems: number;
  readonly maxEvents: number;
}

/** Numbers that sums leave exact, nothing missing. */
export const tame: EventOptions = {
  number: eighths,
  nulls: false,
  holes: false,
  absences: false,
  maxItems: 4,
  maxEvents: 12,
};
/** NaN, infinities and missing numbers among them. */
export const wild: EventOptions = {
  number: mixed,
  nulls: true,
  holes: false,
  absences: false,
  maxItems: 4,
  maxEvents: 12,
};
/** Missing items too. */
export const holed: EventOptions = { ...wild, holes: true };
/** Missing lists too. */
export const sparse: EventOptions = { ...holed, absences: true };

/** Some events, numbered; lists are often empty. */
export const testEventsArbitrary = (options: EventOptions): fc.Arbitrary<readonly TestEvent[]> => {
  const { nulls, holes, absences, maxItems, maxEvents } = options;
  const maybe = <T>(may: boolean, value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
    may ? fc.option(value, { freq: 8 }) : value;
  const number = maybe(nulls, options.number);
  const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: maxItems });
  const muon = fc.record({ pt: number, eta: number, charge: fc.constantFrom(-1, 1), good: fc.boolean() });
  const jet = fc.record({ pt: number, track: list(number) });
  const event = fc.record({
    met: number,
    ht: number,
    flag: fc.boolean(),
    muon: maybe(absences, list(maybe(holes, muon))),
    jet: list(jet),
  });
  return fc
    .array(event, { minLength: 1, maxLength: maxEvents })
    .map((events) => events.map((one, id) => ({ id, ...one })));
};
