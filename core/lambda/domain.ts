import type { Domain } from "../program/index.ts";

export interface RecordDomain {
  readonly kind: "record";
  readonly members: Members;
}

export interface ListDomain {
  readonly kind: "list";
  readonly item: InputDomain;
  /** The fewest and the most items. */
  readonly least: number;
  readonly most: number;
}

/** Where the laws sample an input of a function: as that of a primitive, or records and lists of such. */
export type InputDomain = Domain | RecordDomain | ListDomain;

/** The members of a record by name, each with its domain: also what the events of a sample hold. */
export type Members = Readonly<Record<string, InputDomain>>;

/**
 * The domain of a record.
 * @example
 * recordOf({ pt: real(1, 500), eta: real(-4, 4), phi: real(-3.1, 3.1) });
 */
export const recordOf = (members: Members): RecordDomain => ({ kind: "record", members });

/**
 * The domain of a list of at least `least` and at most `most` items.
 * @example
 * listOf(recordOf({ pt: real(1, 500) }), 0, 4);
 */
export const listOf = (item: InputDomain, least = 0, most = 4): ListDomain => ({ kind: "list", item, least, most });

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
