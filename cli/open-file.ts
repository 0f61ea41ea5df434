import { type EventsType, fail } from "../core/index.ts";
import type { FileFormat } from "./file-format.ts";
import type { Records } from "./propose-records.ts";

interface Opener {
  readonly packages: readonly string[];
  readonly typeOf: (path: string, records: Records) => Promise<EventsType>;
}

const duckdb = ["rxjs", "@duckdb/node-api", "@duckdb/node-bindings"];

/** Adapters are loaded when they are needed: their packages are installed by those who use them. */
const openers: Readonly<Record<FileFormat, Opener>> = {
  parquet: {
    packages: duckdb,
    typeOf: async (path, records) => {
      const { parquet, typeOf } = await import("../adapters/duckdb/index.ts");
      return typeOf(parquet(path, { records }));
    },
  },
  csv: {
    packages: duckdb,
    typeOf: async (path, records) => {
      const { csv, typeOf } = await import("../adapters/duckdb/index.ts");
      return typeOf(csv(path, { records }));
    },
  },
  arrow: {
    packages: ["rxjs", "apache-arrow"],
    typeOf: async (path, records) => {
      const { arrow, typeOf } = await import("../adapters/arrow/index.ts");
      return typeOf(arrow(path, { records }));
    },
  },
};

/**
 * The type of the events of a file.
 * @throws as the adapter of the format does; E_UPSTREAM where its packages are not installed
 */
export const typeOfFile = (path: string, format: FileFormat, records: Records = {}): Promise<EventsType> => {
  const { packages, typeOf } = openers[format];
  return typeOf(path, records).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw fail("E_UPSTREAM", {
      what: `reading ${format} needs packages that are not installed`,
      where: path,
      cure: `npm install ${packages.join(" ")}`,
      cause: error,
    });
  });
};
