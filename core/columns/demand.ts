/**
 * What a subscription tells the source below it. Operators subscribe synchronously down to their source, so the demand
 * lives exactly as long as that call; a source reached in another way reads every column.
 */
export interface Demand {
  /** Names that the lambdas above mention; a column none of whose path is named is not read. Undefined: all columns. */
  readonly names: ReadonlySet<string> | undefined;
  /** Those of the names of which more is read than how many items each list has. Absent: all. */
  readonly items?: ReadonlySet<string> | undefined;
  /** True where the names are those of members of an event, of which everything inside is asked for. */
  readonly whole?: boolean | undefined;
  /**
   * Settles when the subscriber can take another value: a source waits for it before it reads on. Absent where the
   * subscriber takes values as they come.
   */
  readonly ready?: (() => Promise<void>) | undefined;
  /**
   * True where nobody but the subscriber sees the batches, and it gives each one back when it is done with it: a source
   * may lend it memory that it uses again. Absent where somebody may keep a batch.
   */
  readonly givesBack?: boolean | undefined;
  /**
   * Names that the subscriber of a filling operator mentions, where nobody else sees what is filled: a member of a result
   * that is not among them is not read. Absent: all members may be.
   */
  readonly members?: ReadonlySet<string> | undefined;
}

const everything: Demand = { names: undefined };
let current: Demand = everything;

/** The demand of the subscription being made just now. */
export const currentDemand = (): Demand => current;

/** Runs `subscribe` under a demand. */
export const withDemand = <T>(demand: Demand, subscribe: () => T): T => {
  const before = current;
  current = demand;
  try {
    return subscribe();
  } finally {
    current = before;
  }
};

/** True if a member of events of this name is asked for. */
export const isDemanded = (demand: Demand, name: string): boolean =>
  demand.names === undefined || demand.names.has(name);

/** True if of a member that is asked for no more is read than how many items it has. */
export const isCounted = ({ items }: Demand, name: string): boolean => items !== undefined && !items.has(name);

/** True if something of this name inside a member that is asked for is asked for too. */
export const isDemandedInside = (demand: Demand, name: string): boolean =>
  demand.whole === true || isDemanded(demand, name);
