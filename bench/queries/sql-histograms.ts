import type { DuckDBConnection } from "@duckdb/node-api";
import type { Spectra } from "../../examples/adl/query.ts";
import { functions, queriesInSql } from "./in-sql.ts";
import type { Contents } from "./plainly.ts";

/** Equal bins of a histogram. */
export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
}

/** The bins of each histogram of a query. */
export const binsOf = (spectra: Spectra): readonly Bins[] =>
  Object.values(spectra).map(({ edges, values }) => ({
    low: edges[0] ?? Number.NaN,
    high: edges.at(-1) ?? Number.NaN,
    bins: values.length,
  }));

/** How many rows of a query fall into each bin of each histogram, in one statement. */
const statement = (values: string, histograms: readonly Bins[]): string => {
  const counted = histograms.map(
    ({ low, high, bins }, k) =>
      `select ${k} as histogram, bin(v${k}, ${low}::DOUBLE, ${high}::DOUBLE, ${bins}) as bin, count(*)::INTEGER as n
      from filled group by bin`,
  );
  return `with filled as (${values}) ${counted.join(" union all ")}`;
};

/** Makes what fills the histograms of a query by SQL from a table `events`. */
export const sqlHistograms = async (
  connection: DuckDBConnection,
  query: number,
  histograms: readonly Bins[],
): Promise<() => Promise<readonly Contents[]>> => {
  const values = queriesInSql.get(query);
  if (values === undefined) throw new Error(`there is no query ${query}`);
  for (const macro of functions) await connection.run(macro);
  const text = statement(values, histograms);
  return async () => {
    const contents = histograms.map(({ bins }) => new Float64Array(bins + 2));
    for (const [histogram, bin, n] of (await connection.runAndReadAll(text)).getRowsJS())
      contents[Number(histogram)]?.set([Number(n)], Number(bin) + 1);
    return contents;
  };
};
