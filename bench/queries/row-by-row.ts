import { type Batch, type RecordColumn, rowOf, type View } from "jagrad/core";
import { lastValueFrom, Observable } from "rxjs";
import type { Collision } from "../../examples/adl/collision.ts";
import type { Query } from "../../examples/adl/query.ts";
import type { PlainQuery } from "./plain-queries.ts";
import type { Contents } from "./plainly.ts";
import { rowOperators } from "./row-operators.ts";

type Batches = readonly Batch<View<Collision>>[];

/** The collections that a query reads, as a source would be told. */
const read = ({ columns }: Batch, { reads }: PlainQuery): RecordColumn => ({
  kind: "record",
  fields: new Map([...columns.fields].filter(([name]) => name === "MET" || reads.some((known) => known === name))),
});

const rowsOf = (batches: Batches, plain: PlainQuery): Observable<View<Collision>> =>
  new Observable((subscriber) => {
    for (const batch of batches) {
      const some = { ...batch, columns: read(batch, plain) };
      for (let i = 0; i < some.size; i++) subscriber.next(rowOf(some, i) as View<Collision>);
    }
    subscriber.complete();
  });

/**
 * The lambdas of a query, called for one event object after the other: objects that this library makes, of the collections
 * that the query reads, and the operators of RxJS.
 */
export const rowByRow = async (query: Query, plain: PlainQuery, batches: Batches): Promise<readonly Contents[]> => {
  const stream = query.spectra(rowOperators)(rowsOf(batches, plain) as never);
  return Object.values(await lastValueFrom(stream as unknown as Observable<Readonly<Record<string, Contents>>>));
};
