import * as rx from "rxjs";
import { lastValueFrom, type MonoTypeOperatorFunction, type Observable, type OperatorFunction, of, pipe } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Batch, List, Scalar, View } from "../core/index.ts";
import { eventsOf } from "./events-of.ts";
import { count, filter, map, reduce, sum } from "./hard.ts";

interface Flat {
  readonly met: number;
  readonly isGood: boolean;
}
interface Collision extends Flat {
  readonly muon: readonly { readonly pt: number }[];
}

const collision: Collision = { met: 30, isGood: true, muon: [{ pt: 40 }, { pt: 20 }] };
const events = eventsOf<Collision>([collision]);
const rows = of(collision);

describe("lambdas written for RxJS", () => {
  it("are taken as they are, where the event is known from the stream", async () => {
    const theirs = rows.pipe(
      rx.filter((ev) => ev.isGood && ev.met > 20),
      rx.map((ev) => ({ ht: ev.met + ev.muon.length })),
      rx.reduce((total, ev) => total + ev.ht, 0),
    );
    const ours = events.pipe(
      filter((ev) => ev.isGood && ev.met > 20),
      map((ev) => ({ ht: ev.met + ev.muon.length })),
      reduce((total, ev) => total + ev.ht, 0),
    );
    expectTypeOf(theirs).toEqualTypeOf<Observable<number>>();
    expectTypeOf(ours).toEqualTypeOf<Observable<Scalar>>();
    expect((await lastValueFrom(ours)).value).toBe(await lastValueFrom(theirs));
  });

  it("are taken from a declaration that says what they need of an event", async () => {
    const isHard = (ev: Flat) => ev.met > 20;
    const isLoose = ({ met }: Flat): boolean => met > 1;
    const toMet = (ev: Flat) => ({ met: ev.met, half: ev.met / 2 });
    const total = (sum: number, ev: { readonly half: number }) => sum + ev.half;
    const theirs = rows.pipe(rx.filter(isHard), rx.filter(isLoose), rx.map(toMet), rx.reduce(total, 0));
    const ours = events.pipe(filter(isHard), filter(isLoose), map(toMet), reduce(total, 0));
    expect((await lastValueFrom(ours)).value).toBe(await lastValueFrom(theirs));
  });

  it("see lists by their view: an annotation as arrays is refused, one as the view is taken by both", async () => {
    const asArrays = (ev: Collision) => ev.muon.length > 1;
    // @ts-expect-error a list inside an event is no array: it has reads past its end, and no push
    const refused = () => events.pipe(filter(asArrays));
    expect(refused).toBeTypeOf("function");

    const leading = (ev: View<Collision>) => ev.muon[0].pt > 30;
    const length = (ev: { readonly muon: { readonly length: number } }) => ev.muon.length > 1;
    expect((await lastValueFrom(events.pipe(filter(leading), filter(length), count()))).value).toBe(1);
    expect(await lastValueFrom(rows.pipe(rx.filter(length), rx.count()))).toBe(1);
  });

  it("may be type predicates", () => {
    const isGood = (ev: View<Collision>): ev is View<Collision> & { readonly isGood: true } => ev.isGood;
    expectTypeOf(events.pipe(filter(isGood))).toEqualTypeOf<Observable<Batch<View<Collision>>>>();
  });

  it("know what the lambda above made", () => {
    events.pipe(
      map((ev) => ({ pts: ev.muon.filter((mu) => mu.pt > 10).map((mu) => mu.pt), first: ev.muon[0] })),
      filter((ev) => {
        expectTypeOf(ev.pts).toEqualTypeOf<List<number>>();
        expectTypeOf(ev.first).toEqualTypeOf<{ readonly pt: number }>();
        return ev.first.pt > 1;
      }),
      map((ev) => ev.pts.length),
      reduce((total, n) => {
        expectTypeOf(n).toEqualTypeOf<number>();
        return total + n;
      }, 0),
    );
  });

  it("have no index: events come in batches, and the second argument is the scope", () => {
    // @ts-expect-error the second argument is a scope, not the number of the event
    const byIndex = () => events.pipe(filter((_ev, index) => index < 10));
    // @ts-expect-error the second argument is a scope, not the number of the event
    const numbered = () => events.pipe(map((ev, index) => ({ y: ev.met * index })));
    // @ts-expect-error a number is no truth value, as it is to RxJS
    const truthy = () => events.pipe(filter((ev) => ev.met));
    // @ts-expect-error there is no such member, nor is there for RxJS
    const unknown = () => [events.pipe(map((ev) => ev.metal)), rows.pipe(rx.map((ev) => ev.met))];
    // @ts-expect-error there is no such member
    rows.pipe(rx.map((ev) => ev.metal));
    expect([byIndex, numbered, truthy, unknown]).toHaveLength(4);
  });
});

describe("operators of this package", () => {
  it("are operators of RxJS, and go where these go", async () => {
    expectTypeOf(filter<View<Collision>>((ev) => ev.isGood)).toExtend<
      MonoTypeOperatorFunction<Batch<View<Collision>>>
    >();
    const select: OperatorFunction<Batch<View<Collision>>, Scalar> = pipe(
      filter((ev: View<Collision>) => ev.met > 20),
      rx.tap(() => undefined),
      map((ev) => ({ x: ev.met })),
      sum((ev) => ev.x),
    );
    expect((await lastValueFrom(events.pipe(rx.observeOn(rx.asyncScheduler), select))).value).toBe(30);
  });
});
