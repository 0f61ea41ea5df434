import { lastValueFrom, tap as rxTap } from "rxjs";
import { expect, it } from "vitest";
import { arrow, tableOf } from "../adapters/arrow/index.ts";
import { rows } from "../adapters/rows/index.ts";
import { type Batch, columnOf, type EventColumns, rowOfColumn } from "../core/index.ts";
import { columns, filter, map, sortBy } from "../ops/hard.ts";

interface Collision {
  readonly met: number;
  readonly run: number;
  readonly muon: readonly { readonly pt: number; readonly hits: { readonly n: number } }[];
  readonly jet: readonly { readonly pt: number }[];
}
const sample: readonly Collision[] = [
  { met: 1, run: 7, muon: [{ pt: 5, hits: { n: 3 } }], jet: [{ pt: 2 }] },
  { met: 2, run: 7, muon: [], jet: [] },
];
const table = (() => {
  const column = columnOf(sample);
  if (column.kind !== "record") throw new TypeError("events are records");
  return tableOf(column);
})();

/** The members of the batches that a source gave, and what became of them. */
const read = async (
  build: (events: ReturnType<typeof arrow<Collision>>) => import("rxjs").Observable<EventColumns>,
) => {
  const members = new Set<string>();
  const source = arrow<Collision>(table);
  const seen = rxTap((batch: Batch) => {
    for (const name of batch.columns.fields.keys()) members.add(name);
  });
  const found = await lastValueFrom(build(source.pipe(seen) as typeof source));
  return { members: [...members], first: rowOfColumn(found.columns, 0) };
};

it("columns of what a map made read the members that it names, and all that is inside", async () => {
  const { members, first } = await read((events) =>
    events.pipe(
      filter((ev) => ev.met < 2),
      sortBy((ev) => ev.run),
      map((ev) => ({ lead: ev.muon[0], met: ev.met })),
      columns(),
    ),
  );
  expect(members.sort()).toEqual(["met", "muon", "run"]);
  expect(first).toMatchObject({ lead: { pt: 5, hits: { n: 3 } }, met: 1, weight: 1 });
});

it("columns of whole events read everything", async () => {
  const all = ["jet", "met", "muon", "run"];
  expect((await read((events) => events.pipe(columns()))).members.sort()).toEqual(all);
  const spread = await read((events) =>
    events.pipe(
      map((ev) => ({ ...ev, twice: 2 * ev.met })),
      columns(),
    ),
  );
  expect(spread.members.sort()).toEqual(all);
  expect(spread.first).toMatchObject({ run: 7, twice: 2, muon: [{ hits: { n: 3 } }] });
});

it("columns of rows of objects are read likewise", async () => {
  const stream = rows<Collision>(sample as Collision[]).pipe(
    map((ev) => ({ muon: ev.muon })),
    columns(),
  );
  expect(rowOfColumn((await lastValueFrom(stream)).columns, 0)).toMatchObject({ muon: [{ pt: 5, hits: { n: 3 } }] });
});
