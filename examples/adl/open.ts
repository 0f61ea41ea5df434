import { type Events, parquet, type Records, typeOf } from "jagrad/adapters/duckdb";
import { fail } from "jagrad/core";
import type { Collision } from "./collision.ts";

/** How a file holds a collection: as columns `Jet_pt`, `Jet_eta`, ..., or as one column `Jet` of records. */
export type Layout = "flat" | "restructured";

export const layouts: readonly Layout[] = ["flat", "restructured"];

const collections = ["MET", "Muon", "Electron", "Jet"];

const columnsOf = async (path: string): Promise<readonly string[]> => {
  const { schema } = await typeOf(parquet(path));
  return schema.kind === "record" ? [...schema.fields.keys()] : [];
};

const inLayout: Readonly<Record<Layout, (columns: readonly string[]) => readonly string[]>> = {
  flat: (columns) => collections.filter((name) => columns.some((column) => column.startsWith(`${name}_`))),
  restructured: (columns) => collections.filter((name) => columns.includes(name)),
};

/**
 * Opens a Parquet file of NanoAOD events; flat columns are joined to records.
 * @param layout - what is expected of the file; found out if not given
 * @throws E_FILE where it cannot be read, E_COLUMN where it has not this layout
 */
export const openEvents = async (path: string, layout?: Layout): Promise<Events<Collision>> => {
  const columns = await columnsOf(path);
  const fitting = layouts.filter((each) => inLayout[each](columns).length > 0);
  const found = layout === undefined ? fitting.at(-1) : fitting.find((each) => each === layout);
  if (found === undefined)
    throw fail("E_COLUMN", {
      what: `no ${collections.join(", ")} in the ${layout ?? layouts.join(" or the ")} layout`,
      where: path,
      cure: fitting.length > 0 ? `--layout ${fitting.join(" or ")}` : "a file with Jet_pt, ..., or with records Jet",
    });
  const records: Records = Object.fromEntries(inLayout.flat(columns).map((name) => [name, `${name}_*`]));
  return parquet<Collision>(path, found === "flat" ? { records } : {});
};
