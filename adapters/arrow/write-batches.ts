import * as A from "apache-arrow";
import { FileBlock, Footer } from "apache-arrow/ipc/metadata/file";
import { type EventColumns, fail, lengthOf, type RecordColumn } from "../../core/index.ts";
import { sameShape } from "../same-shape.ts";
import { firstInt } from "./framing.ts";
import { batchOfColumns, rowsOf, type TableOptions } from "./table-of.ts";

const prefix = 8;
const streamEnd = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
const magic = new TextEncoder().encode("ARROW1");

/** Bytes of a message before its buffers. */
const headLength = (message: Uint8Array): number => prefix + firstInt(message.subarray(4));

const footer = (schema: A.Schema, blocks: readonly FileBlock[]): readonly Uint8Array[] => {
  const bytes = Footer.encode(new Footer(schema, A.MetadataVersion.V5, [...blocks], []));
  return [bytes, new Uint8Array(Int32Array.of(bytes.length).buffer), magic];
};

/** True for fields of the same types and metadata, which names the parameters of their derivatives. */
const sameFields = (a: readonly A.Field[], b: readonly A.Field[]): boolean =>
  a.every((field, k) => {
    const other = b[k];
    return (
      other !== undefined &&
      String(field.type) === String(other.type) &&
      JSON.stringify([...field.metadata]) === JSON.stringify([...other.metadata]) &&
      sameFields(field.type.children ?? [], other.type.children ?? [])
    );
  });

/** Batches as they are written, each when the one before was taken; plain strings, so no dictionary is shared. */
export async function* writeBatches(
  batches: AsyncIterable<RecordColumn | EventColumns>,
  format: "file" | "stream",
  options: TableOptions,
): AsyncGenerator<Uint8Array> {
  const isFile = format === "file";
  const blocks: FileBlock[] = [];
  let schema: A.Schema | undefined;
  let first: RecordColumn | undefined;
  let at = 0;
  if (isFile) yield new Uint8Array([...magic, 0, 0]);
  const start = isFile ? prefix : 0;
  for await (const from of batches) {
    const { columns, parameters, rows = lengthOf(columns) } = rowsOf(from, options);
    first ??= columns;
    if (!sameShape(first, columns))
      throw fail("E_SCHEMA", { what: `batch ${blocks.length} has other columns than the first` });
    const batch = batchOfColumns(columns, rows, { parameters, words: "plain", nullable: true });
    if (schema && !sameFields(schema.fields, batch.schema.fields))
      throw fail("E_SCHEMA", { what: `batch ${blocks.length} has derivatives by other parameters than the first` });
    const stream = A.tableToIPC(new A.Table(batch.schema, [batch]), "stream");
    const schemaLength = headLength(stream);
    const message = stream.subarray(schemaLength, stream.length - streamEnd.length);
    const head = headLength(message);
    if (schema === undefined) {
      schema = batch.schema;
      at = start + schemaLength;
      yield stream.subarray(0, schemaLength);
    }
    blocks.push(new FileBlock(head, message.length - head, at));
    at += message.length;
    yield message;
  }
  if (schema === undefined) {
    schema = new A.Schema([]);
    const empty = A.tableToIPC(new A.Table(schema), "stream");
    yield empty.subarray(0, headLength(empty));
  }
  yield streamEnd;
  if (isFile) yield* footer(schema, blocks);
}
