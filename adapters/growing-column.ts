import { type Column, fail, type ListColumn, lengthOf, type RecordColumn } from "../core/index.ts";
import { growingBits } from "./growing-bits.ts";
import { growingLeaf } from "./growing-leaf.ts";
import { memoryOf } from "./memory.ts";

/** A column that grows at its end: rows of other columns of one type are copied to it. */
export interface GrowingColumn<C extends Column = Column> {
  readonly rows: () => number;
  /** Adds rows `first` to `end - 1` of a column; @throws E_SCHEMA where its type is another */
  readonly add: (column: Column, first: number, end: number) => void;
  /** All rows so far; nothing can be added any more. */
  readonly column: () => C;
}

const maxItems = 2 ** 31 - 1;
const maxRoom = 2 ** 20;

const different = () => fail("E_SCHEMA", { what: "columns of different types cannot be joined" });

const growingList = (like: ListColumn, room: number, spent?: Column): GrowingColumn => {
  const old = spent?.kind === "list" ? spent : undefined;
  const validity = growingBits();
  const perRow = lengthOf(like.item) / Math.max(1, lengthOf(like));
  const items = growingColumn(like.item, Math.min(maxRoom, Math.ceil(1.05 * perRow * room)), old?.item);
  const length = room + 1;
  let offsets = new Int32Array(memoryOf(old?.offsets)(4 * length), 0, length);
  offsets[0] = 0;
  let rows = 0;
  return {
    rows: () => rows,
    add: (column, first, end) => {
      if (column.kind !== "list") throw different();
      const added = column.offsets.subarray(first, end + 1);
      const from = added[0] ?? 0;
      const to = added[added.length - 1] ?? from;
      const shift = items.rows() - from;
      if (to + shift > maxItems)
        throw fail("E_LIMIT", { what: `a batch would hold ${to + shift} list items`, cure: "a smaller batchSize" });
      if (rows + added.length > offsets.length) {
        const larger = new Int32Array(Math.max(rows + added.length, 2 * rows));
        larger.set(offsets.subarray(0, rows + 1));
        offsets = larger;
      }
      for (let i = 1; i < added.length; i++) offsets[rows + i] = (added[i] ?? 0) + shift;
      items.add(column.item, from, to);
      validity.add(column.validity, first, end);
      rows += end - first;
    },
    column: () => ({
      kind: "list",
      offsets: offsets.subarray(0, rows + 1),
      item: items.column(),
      validity: validity.bits(),
    }),
  };
};

/** `growingColumn` of the events themselves. */
export const growingRecord = (like: RecordColumn, room: number, spent?: Column): GrowingColumn<RecordColumn> => {
  const old = spent?.kind === "record" ? spent.fields : undefined;
  const validity = growingBits();
  const fields = [...like.fields].map(([name, field]) => [name, growingColumn(field, room, old?.get(name))] as const);
  let rows = 0;
  return {
    rows: () => rows,
    add: (column, first, end) => {
      if (column.kind !== "record") throw different();
      for (const [name, field] of fields) {
        const added = column.fields.get(name);
        if (added === undefined)
          throw fail("E_SCHEMA", { what: `column ${JSON.stringify(name)} is not in every part` });
        field.add(added, first, end);
      }
      validity.add(column.validity, first, end);
      rows += end - first;
    },
    column: () => ({
      kind: "record",
      fields: new Map(fields.map(([name, field]) => [name, field.column()])),
      validity: validity.bits(),
    }),
  };
};

/**
 * An empty column of the type of `like`, with room for some rows and for items as `like` has them.
 * @param spent - a column that nobody reads any more, for its memory; may be `like`
 */
export const growingColumn = (like: Column, room: number, spent?: Column): GrowingColumn => {
  switch (like.kind) {
    case "leaf":
      return growingLeaf(like.dtype, room, spent);
    case "list":
      return growingList(like, room, spent);
    case "record":
      return growingRecord(like, room, spent);
  }
};
