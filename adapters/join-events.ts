import { type Column, type DualParameter, type EventColumns, eventColumns, type RecordColumn } from "../core/index.ts";
import { concatColumns } from "./concat-columns.ts";

/** Rows `first` to `end - 1` of a column, and where each parameter of the whole stands among its tangents; -1: nowhere. */
interface Stretch {
  readonly column: Column;
  readonly first: number;
  readonly end: number;
  readonly places: readonly number[];
}

const tangentOf = (stretches: readonly Stretch[], rows: number, parameter: number): Float64Array => {
  const out = new Float64Array(rows);
  let at = 0;
  for (const { column, first, end, places } of stretches) {
    const tangent = column.kind === "leaf" ? column.tangent?.[places[parameter] ?? -1] : undefined;
    if (tangent) out.set(tangent.subarray(first, end), at);
    at += end - first;
  }
  return out;
};

const memberOf = (stretch: Stretch, name: string): Stretch => {
  const { column } = stretch;
  const field = column.kind === "record" ? column.fields.get(name) : undefined;
  return { ...stretch, column: field ?? column };
};

const itemsOf = (stretch: Stretch): Stretch => {
  const { column, first, end } = stretch;
  if (column.kind !== "list") return stretch;
  return { ...stretch, column: column.item, first: column.offsets[first] ?? 0, end: column.offsets[end] ?? 0 };
};

/** The joined column with the tangents that its parts have; a part without one has zeros there. */
const withTangents = (joined: Column, stretches: readonly Stretch[], count: number): Column => {
  if (joined.kind === "list") return { ...joined, item: withTangents(joined.item, stretches.map(itemsOf), count) };
  if (joined.kind === "record") {
    const fields = [...joined.fields].map(([name, field]): [string, Column] => [
      name,
      withTangents(
        field,
        stretches.map((stretch) => memberOf(stretch, name)),
        count,
      ),
    ]);
    return { ...joined, fields: new Map(fields) };
  }
  if (!stretches.some(({ column }) => column.kind === "leaf" && column.tangent)) return joined;
  const rows = stretches.reduce((sum, { first, end }) => sum + end - first, 0);
  return { ...joined, tangent: Array.from({ length: count }, (_, k) => tangentOf(stretches, rows, k)) };
};

const asRecord = (column: Column): RecordColumn =>
  column.kind === "record" ? column : { kind: "record", fields: new Map() };

/**
 * Events of several batches as those of one, with the parameters of all of them.
 * @throws E_SCHEMA where their columns differ; E_LIMIT where a list gets more items than 32-bit offsets reach
 */
export const joinEvents = (parts: readonly EventColumns[]): EventColumns => {
  const [first] = parts;
  if (first === undefined) return eventColumns({ kind: "record", fields: new Map() }, 0, []);
  if (parts.length === 1) return first;
  const parameters = [
    ...new Map(parts.flatMap((part) => part.parameters).map((each) => [each.name, each] as const)).values(),
  ];
  const joined = concatColumns(parts.map(({ columns, size }) => ({ column: columns, rows: size })));
  const stretches = parts.map(
    ({ columns, size, parameters: own }): Stretch => ({
      column: columns,
      first: 0,
      end: size,
      places: parameters.map(({ name }: DualParameter) => own.findIndex((each) => each.name === name)),
    }),
  );
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return eventColumns(asRecord(withTangents(joined, stretches, parameters.length)), size, parameters);
};
