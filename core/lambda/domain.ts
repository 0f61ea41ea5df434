import type { Domain } from "../program/index.ts";

export interface RecordDomain<M extends Members = Members> {
  readonly kind: "record";
  readonly members: M;
}

export interface ListDomain<D extends InputDomain = InputDomain> {
  readonly kind: "list";
  readonly item: D;
  /** The fewest and the most items. */
  readonly least: number;
  readonly most: number;
}

/** Where the laws sample an input of a function: as that of a primitive, or records and lists of such. */
export type InputDomain = Domain | RecordDomain | ListDomain;

/** The members of a record by name, each with its domain: also what the events of a sample hold. */
export interface Members {
  readonly [name: string]: InputDomain;
}

/**
 * The domain of a record.
 * @example
 * recordOf({ pt: real(1, 500), eta: real(-4, 4), phi: real(-3.1, 3.1) });
 */
export const recordOf = <M extends Members>(members: M): RecordDomain<M> => ({ kind: "record", members });

/**
 * The domain of a list of at least `least` and at most `most` items.
 * @example
 * listOf(recordOf({ pt: real(1, 500) }), 0, 4);
 */
export const listOf = <D extends InputDomain>(item: D, least = 0, most = 4): ListDomain<D> => ({
  kind: "list",
  item,
  least,
  most,
});

const isInterval = (min: number, max: number): boolean => Number.isFinite(min) && Number.isFinite(max) && min <= max;

/** What is wrong with a domain: the path to the place, and the interval that stands there; undefined for a right one. */
export const wrongIn = (domain: InputDomain, path: string): string | undefined => {
  switch (domain.kind) {
    case "bool":
      return undefined;
    case "record":
      return Object.entries(domain.members)
        .map(([name, member]) => wrongIn(member, `${path}.${name}`))
        .find((wrong) => wrong !== undefined);
    case "list":
      return isInterval(domain.least, domain.most) && domain.least >= 0
        ? wrongIn(domain.item, `${path}[]`)
        : `${path} has ${domain.least} to ${domain.most} items`;
    default:
      return isInterval(domain.min, domain.max) ? undefined : `${path} goes from ${domain.min} to ${domain.max}`;
  }
};
