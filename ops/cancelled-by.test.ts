import { catchError, EMPTY, from, lastValueFrom, NEVER, Observable, of, Subject, timer, toArray } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { describe, expect, it } from "vitest";
import { type Batch, currentDemand, gradient, parameter, type View, valueAndGradient } from "../core/index.ts";
import { cancelledBy } from "./cancelled-by.ts";
import { count, filter } from "./diff.ts";
import { batchesOf } from "./events-of.ts";

interface Event {
  readonly x: number;
}

const cut = parameter("cut", 5, { width: 1 });
const batches = batchesOf<Event>([{ x: 4 }, { x: 5 }, { x: 6 }], 1);

/** Batches one by one, each from a task of its own. */
const source = () => {
  const seen = { opened: 0, emitted: 0, closed: 0, names: [] as unknown[] };
  const events = new Observable<Batch<View<Event>>>((out) => {
    seen.opened++;
    seen.names.push(currentDemand().names);
    const rest = [...batches];
    const tick = setInterval(() => {
      const batch = rest.shift();
      if (batch) {
        seen.emitted++;
        out.next(batch);
      } else out.complete();
    }, 2);
    return () => {
      seen.closed++;
      clearInterval(tick);
    };
  });
  return { events, seen };
};

const isCancelled = (cause: unknown) => ({ code: "E_CANCELLED", cause });

describe("cancelledBy", () => {
  it("begins nothing if the signal has aborted", async () => {
    const { events, seen } = source();
    await expect(lastValueFrom(events.pipe(cancelledBy(AbortSignal.abort("why")), count()))).rejects.toMatchObject(
      isCancelled("why"),
    );
    expect(seen.opened).toBe(0);
  });

  it.each<[string, (events: Observable<Batch<View<Event>>>, signal: AbortSignal) => Observable<unknown>]>([
    [
      "above all stages",
      (events, signal) =>
        events.pipe(
          cancelledBy(signal),
          filter((ev, { cut }) => ev.x > cut, { cut }),
          count(),
        ),
    ],
    [
      "between stages",
      (events, signal) =>
        events.pipe(
          filter((ev, { cut }) => ev.x > cut, { cut }),
          cancelledBy(signal),
          count(),
        ),
    ],
    [
      "below the filling operator",
      (events, signal) =>
        events.pipe(
          filter((ev, { cut }) => ev.x > cut, { cut }),
          count(),
          cancelledBy(signal),
        ),
    ],
  ])("fails and leaves the source when the signal aborts: %s", async (_where, pipe) => {
    const { events, seen } = source();
    const controller = new AbortController();
    const watched = new Observable<Batch<View<Event>>>((out) =>
      events.subscribe({
        next: (batch) => {
          out.next(batch);
          if (seen.emitted === 2) controller.abort("late");
        },
        error: (error) => out.error(error),
        complete: () => out.complete(),
      }),
    );
    await expect(lastValueFrom(pipe(watched, controller.signal))).rejects.toMatchObject(isCancelled("late"));
    expect([seen.opened, seen.emitted, seen.closed]).toEqual([1, 2, 1]);
  });

  it("changes nothing of a stream that ends before, nor of its derivatives", async () => {
    const controller = new AbortController();
    const yields = (events: Observable<Batch<View<Event>>>) =>
      events.pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }),
        count(),
      );
    const plain = await valueAndGradient(yields(source().events), { cut });
    expect(await valueAndGradient(yields(source().events.pipe(cancelledBy(controller.signal))), { cut })).toEqual(
      plain,
    );
    expect(await lastValueFrom(of(1, 2).pipe(cancelledBy(controller.signal), toArray()))).toEqual([1, 2]);
    controller.abort();
  });

  it("passes on what the stages below ask for", async () => {
    const { events, seen } = source();
    const above = filter<View<Event>>((ev) => ev.x > 1);
    await lastValueFrom(events.pipe(above, count()));
    await lastValueFrom(events.pipe(cancelledBy(new AbortController().signal), above, count()));
    expect(seen.names[0]).toContain("x");
    expect(seen.names[1]).toEqual(seen.names[0]);
  });

  it("guards the second pass of a gradient too", async () => {
    const controller = new AbortController();
    let passes = 0;
    const events = new Observable<Batch<View<Event>>>((out) => {
      passes++;
      if (passes === 2) {
        from(batches.slice(0, 1)).subscribe((batch) => out.next(batch));
        controller.abort("in the second pass");
        return undefined;
      }
      return from(batches).subscribe(out);
    });
    const stream = events.pipe(
      cancelledBy(controller.signal),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count({ mode: "reverse" }),
    );
    await expect(gradient(stream, { cut })).rejects.toMatchObject(isCancelled("in the second pass"));
    expect(passes).toBe(2);
  });

  it("is an operator in virtual time too", () => {
    const scheduler = new TestScheduler((found, expected) => expect(found).toEqual(expected));
    scheduler.run(({ cold, expectObservable, expectSubscriptions }) => {
      const controller = new AbortController();
      const source = cold("-a-b-c|");
      const codes = source.pipe(
        cancelledBy(controller.signal),
        catchError((error) => of(error.code)),
      );
      timer(4).subscribe(() => controller.abort());
      expectObservable(codes).toBe("-a-b(e|)", { a: "a", b: "b", e: "E_CANCELLED" });
      expectObservable(source.pipe(cancelledBy(new AbortController().signal))).toBe("-a-b-c|");
      expectSubscriptions(source.subscriptions).toBe(["^---!", "^-----!"]);
    });
  });

  it("leaves no listener behind, however the stream ends", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...input: Parameters<typeof add>) => {
      listeners++;
      add(...input);
    };
    signal.removeEventListener = (...input: Parameters<typeof remove>) => {
      listeners--;
      remove(...input);
    };
    await lastValueFrom(of(1).pipe(cancelledBy(signal)));
    await lastValueFrom(EMPTY.pipe(cancelledBy(signal)), { defaultValue: 0 });
    const failing = new Subject<number>();
    failing.pipe(cancelledBy(signal)).subscribe({ error: () => undefined });
    expect(listeners).toBe(1);
    failing.error("broken");
    NEVER.pipe(cancelledBy(signal)).subscribe().unsubscribe();
    expect(listeners).toBe(0);
  });

  it("delivers its error once, also where the handler aborts again", async () => {
    const controller = new AbortController();
    const errors: unknown[] = [];
    timer(5)
      .pipe(cancelledBy(controller.signal))
      .subscribe({
        error: (error) => {
          errors.push(error.code);
          controller.abort();
        },
      });
    controller.abort();
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(errors).toEqual(["E_CANCELLED"]);
  });
});
