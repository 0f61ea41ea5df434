import { type Column, type Demand, fail, isDemandedInside, type RecordColumn } from "../../core/index.ts";
import type { Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";
import { assemble } from "./assemble.ts";
import { columnFrom, pathTo, type Reading, readingOf } from "./column-from.ts";
import { withoutDuals } from "./dual.ts";
import { layoutOf } from "./layout.ts";
import type { Records } from "./options.ts";
import type { Part } from "./part.ts";
import { masked, validityOf } from "./validity.ts";

const eventsOf = (part: Part, records: Records, demand: Demand, reading: Reading, where: string): RecordColumn => {
  const missing = validityOf(part, where);
  const members = layoutOf(part.field.children, records, demand);
  const done = new Map<number, Column>();
  const read = (place: number): { readonly name: string; readonly column: Column } => {
    const child = part.children[place];
    if (child === undefined || child.length < part.length)
      throw fail("E_SHAPE", { what: `column ${place} has ${child?.length ?? 0} rows of ${part.length}`, where });
    const { name } = child.field;
    const known = done.get(place);
    if (known) return { name, column: known };
    const path = `${where}: ${pathTo("", name)}`;
    const column = withoutDuals(columnFrom({ ...child, length: part.length }, reading, path), child.field, path);
    done.set(place, column);
    return { name, column };
  };
  const { fields } = assemble(members, read, part.length);
  return {
    kind: "record",
    fields: new Map([...fields].map(([name, column]) => [name, masked(column, missing)])),
    validity: missing,
  };
};

/** The events of record batches, in pieces of at most `batchSize`; only columns that are asked for are looked at. */
export async function* piecesOf(
  parts: AsyncIterable<Part>,
  records: Records,
  batchSize: number,
  demand: Demand,
  signal: AbortSignal,
  where: string,
): AsyncGenerator<Piece> {
  const reading = readingOf((name) => isDemandedInside(demand, name));
  for await (const part of parts) {
    if (signal.aborted) return;
    const columns = eventsOf(part, records, demand, reading, where);
    for (let first = 0; first < part.length; first += batchSize) {
      const end = Math.min(part.length, first + batchSize);
      const whole = first === 0 && end === part.length;
      yield { columns: whole ? columns : sliceRecord(columns, first, end), size: end - first };
    }
  }
}
