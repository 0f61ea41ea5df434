import { parseArgs } from "node:util";
import type { EventsType } from "../core/index.ts";
import { fileFormat } from "./file-format.ts";
import { dataText, foundText } from "./found-text.ts";
import { misused } from "./misuse.ts";
import { typeOfFile } from "./open-file.ts";
import { proposeRecords, type Records } from "./propose-records.ts";

export const typesUsage = `jagrad types FILE     the TypeScript interface of the events of a Parquet, Arrow or CSV file

  --records          join flat columns such as Muon_pt and Muon_eta to records, and print the option that does so
  --schema           a schema value in place of the interface: parquet(path, eventSchema) checks files against it
  --name NAME        of the interface; Event
  --json             all of it as data: { file, format, size, records, members: [{ name, type, schema }], unreadable }

Whole numbers of 64 bits are bigints. What may be missing has the type of what is there: the language of lambdas says
what missing means, and ev.met ?? 0 replaces it.`;

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: "string", default: "Event" },
        records: { type: "boolean", default: false },
        schema: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw misused(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
};

/** What a file holds. */
export interface Found {
  readonly file: string;
  readonly format: string;
  readonly type: EventsType;
  /** The option that joins flat columns, where it was asked for. */
  readonly records: Records | undefined;
}

/** Prints the interface of the events of a file. */
export const types = async (args: readonly string[]): Promise<string> => {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (file === undefined) throw misused("no file is named");
  if (more.length > 0) throw misused(`one file at a time, not also ${more.join(", ")}`);
  if (!/^[A-Za-z_$][\w$]*$/.test(values.name)) throw misused(`${JSON.stringify(values.name)} cannot name an interface`);
  const format = await fileFormat(file);
  const flat = await typeOfFile(file, format);
  const records = values.records ? proposeRecords(flat.schema) : undefined;
  const type = records && Object.keys(records).length > 0 ? await typeOfFile(file, format, records) : flat;
  const found: Found = { file, format, type, records };
  return values.json ? dataText(found) : foundText(found, values.name, values.schema);
};
