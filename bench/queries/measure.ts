import { type Batch, type View, valueAndGradient, valueAt } from "jagrad/core";
import type { Collision } from "../../examples/adl/collision.ts";
import { queries } from "../../examples/adl/queries.ts";
import type { Query } from "../../examples/adl/query.ts";
import { type Cost, rounds, type Spread, spreadOf } from "../columns/clock.ts";
import { isAbsent } from "../workloads/contest.ts";
import { waysIn } from "./doubts.ts";
import { generated, type Most } from "./events.ts";
import { exactly, smoothly } from "./flavours.ts";
import { plainEvents } from "./plain-events.ts";
import { type PlainQuery, plainQueries } from "./plain-queries.ts";
import { checkSame, onlyMade, plainly } from "./plainly.ts";
import { rowByRow } from "./row-by-row.ts";
import { sqlRival } from "./sql-rival.ts";

type Batches = readonly Batch<View<Collision>>[];

/**
 * Events for the differentiable flavour have at most so many particles: six jets and four muons, or four muons and their
 * six pairs, are ten items, which come out in at most 1024 ways.
 */
export const few: Most = { Jet: 6, Muon: 4 };

/** Event by event the lambdas take so long that they get only this part of the events, one in so many. */
const rowsOneIn = 8;

const found = (number: number): readonly [Query, PlainQuery] => {
  const [query, plain] = [queries.get(number), plainQueries.get(number)];
  if (query && plain) return [query, plain];
  throw new Error(`there is no query ${number}`);
};

const sizeOf = (batches: Batches): number => batches.reduce((sum, { size }) => sum + size, 0);

const perEvent = (costs: readonly Cost[], batches: Batches): Spread =>
  spreadOf(costs.map(({ cpu }) => (cpu * 1e9) / sizeOf(batches)));

/** Trijets of jets above 15 GeV. */
const trijetsIn = (batches: Batches): number => {
  let sum = 0;
  for (const batch of batches) {
    const eventAt = plainEvents(batch, new Set(["Jet"]));
    for (let i = 0; i < batch.size; i++) {
      const n = eventAt(i).Jet.filter(({ pt }) => pt > 15).length;
      sum += (n * (n - 1) * (n - 2)) / 6;
    }
  }
  return sum;
};

/** @throws where a query fills other contents than loops over plain objects */
export const checkQuery = async (number: number, batches: Batches): Promise<void> => {
  const [query, plain] = found(number);
  const spectra = await exactly(query, batches);
  checkSame(spectra, plainly(plain, batches, spectra));
};

/** @throws where a query fills other contents than its lambdas called for one event after the other */
export const checkRows = async (number: number, batches: Batches): Promise<void> => {
  const [query, plain] = found(number);
  checkSame(await exactly(query, batches), await rowByRow(query, plain, batches));
};

const hardCosts = async (number: number, batches: Batches, part: Batches, count: number) => {
  const [query, plain] = found(number);
  const spectra = await exactly(query, batches);
  const rival = await sqlRival(number, sizeOf(batches), spectra);
  const inSql: Cost[] = [];
  const costs = await rounds(
    {
      sql: async () => {
        if (!isAbsent(rival)) inSql.push({ cpu: (await rival.run()) / 1e3, wall: Number.NaN });
      },
      lane: () => exactly(query, batches),
      made: async () => onlyMade(plain, batches),
      objects: async () => plainly(plain, batches, spectra),
      rows: () => rowByRow(query, plain, part),
    },
    count,
  );
  if (!isAbsent(rival)) rival.close();
  const [lane, made, objects, rows] = [
    perEvent(costs.lane, batches),
    perEvent(costs.made, batches),
    perEvent(costs.objects, batches),
    perEvent(costs.rows, part),
  ];
  const sql = isAbsent(rival) ? rival : perEvent(inSql.slice(1), batches);
  return {
    ...{ lane, made, objects, rows, sql },
    faster: objects.median / lane.median,
    fasterThanRows: rows.median / lane.median,
    fasterThanSql: isAbsent(sql) ? undefined : sql.median / lane.median,
  };
};

const smoothCosts = async (number: number, batches: Batches, choices: 1 | 2, count: number) => {
  const { stream, choices: parameters } = smoothly(found(number)[0], batches, choices);
  const costs = await rounds(
    { value: () => valueAt(stream, parameters), gradient: () => valueAndGradient(stream, parameters) },
    count,
  );
  const [value, gradient] = [perEvent(costs.value, batches), perEvent(costs.gradient, batches)];
  return { value, gradient, ratio: gradient.median / value.median };
};

/** Costs of some queries [ns per event], each after its results were compared. */
export const measured = async (only: readonly number[], events: number, count: number) => {
  const all = generated(events);
  const some = generated(events, few);
  const part = generated(Math.ceil(events / rowsOneIn));
  const [jets, trijets] = [all.reduce((sum, batch) => sum + jetsIn(batch), 0), trijetsIn(all)];
  const rows = [];
  for (const query of only) {
    await checkQuery(query, all);
    await checkRows(query, part);
    const hard = await hardCosts(query, all, part, count);
    rows.push({
      query,
      hard,
      trijetsPerSecond: query === 6 ? (1e9 * trijets) / events / hard.lane.median : undefined,
      ways: waysIn(query, some),
      one: await smoothCosts(query, some, 1, count),
      two: await smoothCosts(query, some, 2, count),
    });
  }
  return { events, jets: jets / events, trijets: trijets / events, rows };
};

const jetsIn = ({ columns, size }: Batch): number => {
  const jets = columns.fields.get("Jet");
  return jets?.kind === "list" ? (jets.offsets[size] ?? 0) - (jets.offsets[0] ?? 0) : 0;
};

export type Measured = Awaited<ReturnType<typeof measured>>;
export type Row = Measured["rows"][number];
