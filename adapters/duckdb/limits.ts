import { fail } from "../../core/index.ts";

/** Levels of lists and records. */
export const deepest = 64;

/** Bytes of one string. */
export const longestWord = 2 ** 24;

const maxItems = 2 ** 27;

/** @throws E_LIMIT where one chunk of the reader holds more list items than memory should be spent on */
export const checkItems = (items: number, path: string): void => {
  if (items <= maxItems) return;
  throw fail("E_LIMIT", { what: `about 2048 events hold ${items} list items, more than ${maxItems}`, where: path });
};
