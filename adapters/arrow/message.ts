import { fail } from "../../core/index.ts";
import { type FlatTable, rootTable } from "./flatbuffer.ts";

const headers = ["none", "schema", "dictionary", "batch", "tensor", "sparse tensor"] as const;

/** One message of a file or stream: what it is, its table, and how many bytes of buffers follow. */
export interface Message {
  readonly kind: "schema" | "dictionary" | "batch";
  /** 3 is V4, 4 is V5. */
  readonly version: number;
  readonly header: FlatTable;
  readonly bodyLength: number;
}

/** @throws E_FILE for versions of the metadata other than V4 and V5 */
export const checkVersion = (version: number, where: string): void => {
  if (version === 3 || version === 4) return;
  throw fail("E_FILE", {
    what: `metadata of version V${version + 1}; V4 and V5 are known`,
    where,
    cure: "write the file with a current version of Arrow",
  });
};

/** @throws E_FILE where metadata is malformed or of another version; E_TYPE where it is not of a table */
export const messageFrom = (metadata: Uint8Array, where: string): Message => {
  const table = rootTable(metadata, where);
  const version = table.int(0, 16);
  checkVersion(version, where);
  const kind = headers[table.int(1, 8)];
  const header = table.table(2);
  const bodyLength = table.long(3);
  if (kind === "tensor" || kind === "sparse tensor")
    throw fail("E_TYPE", { what: `this is a ${kind}, not a table`, where });
  if (kind === undefined || kind === "none" || header === undefined || !(bodyLength >= 0))
    throw fail("E_FILE", { what: "a message without content", where });
  return { kind, version, header, bodyLength };
};
