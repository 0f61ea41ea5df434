import { concatColumns } from "./concat-columns.ts";
import { type Fold, folded, type Piece } from "./pieces.ts";
import { sliceRecord } from "./slice-column.ts";

const nothing: Piece = { columns: { kind: "record", fields: new Map() }, size: 0 };

/**
 * All events of a source, or those of one fold, as one piece. Where there are none the first piece of the source shows
 * their columns.
 * @throws E_LIMIT where a list gets more items than 32-bit offsets reach
 */
export const joinPieces = async (pieces: AsyncIterable<Piece>, fold: Fold | undefined): Promise<Piece> => {
  let shape = nothing;
  const seen = async function* (): AsyncGenerator<Piece> {
    for await (const piece of pieces) {
      if (shape === nothing) shape = { columns: sliceRecord(piece.columns, 0, 0), size: 0 };
      yield piece;
    }
  };
  const parts: Piece[] = [];
  for await (const piece of folded(seen(), fold)) parts.push(piece);
  const [first = shape] = parts;
  if (parts.length < 2) return first;
  const columns = concatColumns(parts.map((part) => ({ column: part.columns, rows: part.size })));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return { columns: columns.kind === "record" ? columns : shape.columns, size };
};
