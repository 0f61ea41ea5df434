import fc from "fast-check";
import type { Column } from "../../core/columns/index.ts";
import type { Batch, InputDomain, Members } from "../../core/index.ts";
import { wholeBatch } from "./batches.ts";
import { columnOfShape, recordOfShape } from "./columns.ts";
import { valueIn } from "./domains.ts";
import { shapeOf, shapesOf } from "./inputs.ts";
import { awkward } from "./numbers.ts";
import type { EventOf } from "./sampled.ts";

/** What may go wrong in data; nothing does if not asked for. */
export interface Mishaps {
  /** Numbers and truth values may be missing. */
  readonly nulls?: boolean;
  /** Records inside lists may be missing. */
  readonly holes?: boolean;
  /** Whole lists may be missing. */
  readonly absences?: boolean;
  /** NaN, infinities and extreme numbers stand among the numbers. */
  readonly awkward?: boolean;
}

export interface ShapedOptions extends Mishaps {
  readonly minEvents?: number;
  readonly maxEvents?: number;
}

const rarely = 8;

const maybe = (may: boolean | undefined, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  may ? fc.option(value, { freq: rarely }) : value;

const inDomain = (domain: InputDomain, mishaps: Mishaps, isItem: boolean): fc.Arbitrary<unknown> => {
  if (domain.kind === "record") return maybe(isItem && mishaps.holes, fc.record(membersOf(domain.members, mishaps)));
  if (domain.kind === "list") {
    const { least, most } = domain;
    const items = fc.array(inDomain(domain.item, mishaps, true), { minLength: least, maxLength: most, size: "max" });
    return maybe(mishaps.absences, items);
  }
  const plain: fc.Arbitrary<unknown> = valueIn(domain);
  const isOdd = mishaps.awkward && domain.kind === "real";
  const weighted = [
    { arbitrary: plain, weight: rarely },
    { arbitrary: awkward, weight: 1 },
  ];
  return maybe(mishaps.nulls, isOdd ? fc.oneof(...weighted) : plain);
};

const membersOf = (members: Members, mishaps: Mishaps): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(Object.entries(members).map(([name, domain]) => [name, inDomain(domain, mishaps, false)]));

/**
 * Random events with members of some domains, as objects.
 * @example
 * eventsArbitrary({ met: real(0, 200), jet: listOf(recordOf({ pt: real(20, 500) })) }, { nulls: true });
 */
export const eventsArbitrary = <const M extends Members>(
  members: M,
  options: ShapedOptions = {},
): fc.Arbitrary<readonly EventOf<M>[]> => {
  const { minEvents = 1, maxEvents = 12 } = options;
  return fc.array(fc.record(membersOf(members, options)), {
    minLength: minEvents,
    maxLength: maxEvents,
  }) as unknown as fc.Arbitrary<readonly EventOf<M>[]>;
};

/** Random columns of a domain; what stands in missing slots is random too. */
export const columnArbitrary = (domain: InputDomain, options: ShapedOptions = {}): fc.Arbitrary<Column> => {
  const { minEvents = 1, maxEvents = 12, nulls, holes, absences } = options;
  const values = fc.array(inDomain(domain, options, false), { minLength: minEvents, maxLength: maxEvents });
  const nullable = Boolean(nulls || holes || absences);
  return fc.tuple(values, garbage).map(([rows, number]) => columnOfShape(shapeOf(domain), rows, { number }, nullable));
};

const garbage = fc.constantFrom(0, Number.NaN, 1e9);

/** Random events with members of some domains, as one batch; `cutsArbitrary` and `cutInto` cut it. */
export const batchArbitrary = <const M extends Members>(
  members: M,
  options: ShapedOptions = {},
): fc.Arbitrary<Batch<EventOf<M>>> => {
  const nullable = Boolean(options.nulls || options.holes || options.absences);
  return fc
    .tuple(eventsArbitrary(members, options), garbage)
    .map(([events, number]) =>
      wholeBatch<EventOf<M>>(recordOfShape(shapesOf(members), events, { number }, nullable), events.length),
    );
};
