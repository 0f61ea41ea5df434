import { measured } from "../queries/measure.ts";
import { plainQueries } from "../queries/plain-queries.ts";
import { isAbsent } from "./contest.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";

/** The eight queries beside the same lambdas event by event, loops by hand and SQL, as `bench:queries` measures them. */
export const adl = async ({ events = 131_072, rounds }: Options): Promise<Section> => {
  const { rows, jets, trijets } = await measured([...plainQueries.keys()], events, Math.min(rounds, 5));
  const costs = rows.map(({ query, hard, two, trijetsPerSecond }) => ({
    query,
    lane: hard.lane.median,
    lambdas: hard.rows.median,
    loops: hard.objects.median,
    sql: isAbsent(hard.sql) ? undefined : hard.sql.median,
    fasterThanLambdas: hard.fasterThanRows,
    fasterThanLoops: hard.faster,
    fasterThanSql: hard.fasterThanSql,
    gradient: two.gradient.median,
    gradientOverValue: two.ratio,
    trijetsPerSecond,
  }));
  const best = costs.find(({ trijetsPerSecond }) => trijetsPerSecond !== undefined)?.trijetsPerSecond ?? Number.NaN;
  return {
    name: "adl",
    what: `the ADL queries, ns/event, ${events} events with ${jets.toFixed(2)} jets and ${trijets.toFixed(1)} trijets each; query 6 goes through ${(best / 1e6).toFixed(2)} million trijets a second`,
    heading: [
      "query",
      "lane",
      "lambdas by row",
      "loops by hand",
      "DuckDB SQL",
      "faster than lambdas",
      "than loops",
      "than SQL",
      "gradient, two choices",
      "over value",
    ],
    lines: costs.map(({ query, trijetsPerSecond, ...numbers }) => [
      String(query),
      ...Object.values(numbers).map((number) => (number === undefined ? "absent" : shownNumber(number))),
    ]),
    json: Object.fromEntries(
      costs.map(({ query, lane, ...others }) => [`query ${query}`, { nsPerEvent: lane, ...others }]),
    ),
  };
};
