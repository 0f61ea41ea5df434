import { type Column, fail, isValid, type Validity } from "../../core/index.ts";
import type { Kind } from "./arrow-type.ts";
import { gathered } from "./gather.ts";
import { maxRows } from "./limits.ts";
import { checkedOffsets, longOffsets, narrowed, shortOffsets } from "./offsets.ts";
import { viewOf } from "./own-bytes.ts";
import type { Part } from "./part.ts";
import { emptied } from "./validity.ts";

/** The first `length` items of a list, converted. */
type Items = (length: number) => Column;

type ListReader = (part: Part, items: Items, validity: Validity | undefined, path: string) => Column;

const itemsOf = ({ children }: Part): number => children[0]?.length ?? 0;

const consecutive =
  (offsetsOf: (part: Part, items: number, path: string) => Int32Array): ListReader =>
  (part, items, validity, path) => {
    const offsets = offsetsOf(part, itemsOf(part), path);
    return emptied(offsets, items(offsets[part.length] ?? 0), validity);
  };

const fixedOffsets = ({ field, length }: Part, items: number, path: string): Int32Array => {
  const { size } = field.type;
  if (length > maxRows)
    throw fail("E_LIMIT", { what: `a batch has ${length} lists, more than ${maxRows}`, where: path });
  if (length * size <= items) return Int32Array.from({ length: length + 1 }, (_, i) => i * size);
  throw fail("E_SHAPE", { what: `${length} lists of ${size} have ${items} items`, where: path });
};

type Numbers = (bytes: Uint8Array | undefined, rows: number, path: string) => Int32Array | undefined;

const shortNumbers: Numbers = (bytes, rows) => viewOf(Int32Array, bytes, rows);
const longNumbers: Numbers = (bytes, rows, path) => {
  const words = viewOf(Uint32Array, bytes, 2 * rows);
  return words && narrowed(words, path);
};

const views =
  (numbers: Numbers): ListReader =>
  (part, items, validity, path) => {
    const starts = numbers(part.offsets, part.length, path);
    const sizes = numbers(part.sizes, part.length, path);
    if (!starts || !sizes)
      throw fail("E_OFFSETS", {
        what: `list views have too few offsets or sizes for ${part.length} rows`,
        where: path,
      });
    const all = itemsOf(part);
    let end = 0;
    let inOrder = true;
    const lengths = Int32Array.from(sizes, (size, row) => {
      if (size === 0 || !isValid(validity, row)) return 0;
      const start = starts[row] ?? 0;
      if (size < 0 || start < 0 || start + size > all)
        throw fail("E_OFFSETS", {
          what: `a list of ${size} items at ${start} leaves the ${all} items`,
          where: `${path}, row ${row}`,
        });
      inOrder &&= start === end;
      end += size;
      return size;
    });
    if (!inOrder) return { ...gathered(starts, lengths, items(all), path), validity };
    const offsets = new Int32Array(part.length + 1);
    for (let row = 0; row < part.length; row++) offsets[row + 1] = (offsets[row] ?? 0) + (lengths[row] ?? 0);
    return { kind: "list", offsets, item: items(end), validity };
  };

/** How each type of list is read. */
export const listReaders: Partial<Readonly<Record<Kind, ListReader>>> = {
  list: consecutive((part, items, path) => checkedOffsets(shortOffsets(part, path), items, path)),
  "large list": consecutive(longOffsets),
  "fixed-size list": consecutive(fixedOffsets),
  "list view": views(shortNumbers),
  "large list view": views(longNumbers),
};
