import { fail } from "../../core/index.ts";

/** Levels of lists and records. */
export const deepest = 64;

/** Bytes of one string. */
export const longestWord = 2 ** 24;

/** Rows of a list that are not backed by bytes of their own. */
export const maxRows = 2 ** 26;

const maxItems = 2 ** 27;

/** @throws E_LIMIT where lists that overlap hold more items in all than memory should be spent on */
export const checkItems = (items: number, path: string): void => {
  if (items <= maxItems) return;
  throw fail("E_LIMIT", { what: `a batch holds ${items} list items, more than ${maxItems}`, where: path });
};

/** @throws E_LIMIT where a schema is nested too deeply */
export const checkDepth = (depth: number, where: string): void => {
  if (depth <= deepest) return;
  throw fail("E_LIMIT", { what: `lists and records are nested more than ${deepest} deep`, where });
};

/** Bytes that wait in memory until a message of a stream, or a file that comes in chunks, is complete. */
const mostBytes = 2 ** 32;

/** @throws E_LIMIT where more bytes have to wait than memory should be spent on */
export const checkBytes = (bytes: number, where?: string): void => {
  if (bytes <= mostBytes) return;
  throw fail("E_LIMIT", {
    what: `one piece of the data has ${bytes} bytes or more; at most ${mostBytes} can wait in memory`,
    where,
    cure: "smaller record batches; a file that is read by its path is not held in memory as a whole",
  });
};
