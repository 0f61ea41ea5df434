import { type EventsType, eventsType, isJagradError, type Schema, type Unreadable } from "../core/index.ts";

/** A member of events, and what finds its type. */
interface UntypedMember {
  readonly name: string;
  /** @throws an error of this package where the member cannot be read */
  readonly schema: () => Schema;
}

const unreadable = (name: string, reason: string): Unreadable => ({ name, reason });

const typeOfMember = ({ name, schema }: UntypedMember): Schema | Unreadable => {
  try {
    return schema();
  } catch (error) {
    if (!isJagradError(error)) throw error;
    return unreadable(name, error.message.replace(/^E_\w+: /, "").replace(/\n[\s\S]*/, ""));
  }
};

/**
 * The type of events of some members, and which of these cannot be read.
 * @param rows - how many events, where that is known
 */
export const typeOfMembers = (members: readonly UntypedMember[], rows: number | undefined): EventsType => {
  const types = [...Map.groupBy(members, ({ name }) => name)].map(([name, [first, second]]) => {
    const type = first && !second ? typeOfMember(first) : unreadable(name, "two columns have this name");
    return [name, type] as const;
  });
  const fields = types.flatMap(([name, type]) => ("kind" in type ? [[name, type] as const] : []));
  const lost = types.flatMap(([, type]) => ("kind" in type ? [] : [type]));
  return eventsType({ kind: "record", fields: new Map(fields), nullable: false }, rows, lost);
};
