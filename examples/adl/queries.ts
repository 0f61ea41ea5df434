import type { Query } from "./query.ts";
import { query1 } from "./query-1.ts";
import { query2 } from "./query-2.ts";
import { query3 } from "./query-3.ts";
import { query4 } from "./query-4.ts";
import { query5 } from "./query-5.ts";
import { query6 } from "./query-6.ts";
import { query7 } from "./query-7.ts";
import { query8 } from "./query-8.ts";

/** The tasks of the benchmark by number. */
export const queries: ReadonlyMap<number, Query> = new Map(
  [query1, query2, query3, query4, query5, query6, query7, query8].map((query, k) => [k + 1, query]),
);
