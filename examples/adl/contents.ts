import { type Query, rowsFrom, sql } from "jagrad/adapters/duckdb";
import type { Histogram } from "jagrad/core";

/** What histograms hold by bin number, -1 for the underflow, without the empty bins. */
export type Contents = ReadonlyMap<number, number>;

/** The contents of a histogram. */
export const contentsOf = ({ underflow, values, overflow }: Histogram): Contents =>
  new Map([underflow, ...values, overflow].map((n, k) => [k - 1, n] as const).filter(([, n]) => n !== 0));

/** First edge and width of the equal bins of a histogram. */
const binsOf = ({ edges, values }: Histogram) => {
  const [low = Number.NaN, high = Number.NaN] = [edges[0], edges.at(-1)];
  return { low, high, width: (high - low) / values.length, last: values.length };
};

/** The stored contents of a task: lines of the middle of a bin and its content. */
export const contentsIn = (csv: string, like: Histogram): Contents => {
  const { low, width } = binsOf(like);
  const [, ...lines] = csv.trim().split("\n");
  return new Map(
    lines.map((line) => line.split(",").map(Number)).map(([x = 0, y = 0]) => [Math.floor((x - low) / width), y]),
  );
};

/** The contents that values of a query give, binned in SQL. */
export const contentsBySql = async (values: Query<{ readonly v: number }>, like: Histogram): Promise<Contents> => {
  const { low, high, width, last } = binsOf(like);
  const rows = await rowsFrom(sql<{ readonly bin: number; readonly n: bigint }>`
    select case when v < ${low} then -1 when v >= ${high} then ${last} else floor((v - ${low}) / ${width})::integer end as bin,
      count(*) as n
    from ${values} group by bin order by bin`);
  return new Map(rows.map(({ bin, n }) => [bin, Number(n)]));
};
