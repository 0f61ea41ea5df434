import type { Declared, Opened } from "./open-source.ts";
import type { Part } from "./part.ts";

/** The record batches of a source whose columns are checked before the first: what is declared, else the batch itself. */
export async function* fitting(
  parts: AsyncIterable<Part>,
  declared: Opened["declared"],
  check: (found: Declared) => void,
): AsyncGenerator<Part> {
  let isChecked = false;
  if (declared) {
    check(await declared());
    isChecked = true;
  }
  for await (const part of parts) {
    if (!isChecked) check({ fields: part.field.children, rows: undefined });
    isChecked = true;
    yield part;
  }
}
