import type { Observable } from "rxjs";
import { type Batch, nuisance } from "../../core/index.ts";
import { choices, type Operators, type Stream } from "./pipelines.ts";

const { cut, scale } = choices;
const shift = nuisance("shift", 1, { sigma: 0.1 });

/** The parameters that the pipelines depend on. */
export const rowParameters = { cut, scale, shift };

/** Stages that make events with a number `x`. */
export type RowPipeline = (events: Stream) => Observable<Batch<{ readonly x: number }>>;

/** Pipelines whose events have one value each, by what is in doubt about them. */
export const rowPipelines: Readonly<Record<string, (ops: Operators) => RowPipeline>> = {
  nothing:
    ({ map }) =>
    (events) =>
      events.pipe(map((ev) => ({ x: ev.met }))),
  "a cut":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        map((ev, { scale, shift }) => ({ x: ev.met * scale ** 2 + shift }), { scale, shift }),
      ),
  "cuts in two stages on one quantity":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        filter((ev, { cut, scale }) => ev.ht < cut + scale, { cut, scale }),
        map((ev, { scale }) => ({ x: ev.met * scale }), { scale }),
      ),
  "a relaxed condition or a hard one":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.flag || ev.ht > cut, { cut }),
        map((ev) => ({ x: ev.met })),
      ),
  "either of two":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut, scale }) => ev.ht > cut || ev.muon[0].pt * scale < -cut, { cut, scale }),
        map((ev) => ({ x: ev.met })),
      ),
  "a weight":
    ({ weight, map }) =>
    (events) =>
      events.pipe(
        weight((ev, { cut, scale }) => (ev.ht > cut ? scale : 2), { cut, scale }),
        weight((ev, { shift }) => 1 + shift * ev.muon.length, { shift }),
        map((ev) => ({ x: ev.met })),
      ),
  "items that became events":
    ({ flatten, filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        flatten((ev) => ev.muon.map((m) => ({ pt: m.pt, met: ev.met }))),
        filter((m, { scale }) => m.pt > scale, { scale }),
        map((m, { shift }) => ({ x: m.met * shift + m.pt }), { shift }),
      ),
  "a comparison that is answered before":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        map((ev, { cut }) => ({ x: ev.ht > cut ? ev.met : -ev.met }), { cut }),
      ),
  "what may be missing":
    ({ filter, map }) =>
    (events) =>
      events.pipe(
        filter((ev, { cut }) => ev.muon[1].pt < cut, { cut }),
        map((ev, { scale }) => ({ x: ev.muon[0].pt * scale * ev.muon[1].eta }), { scale }),
      ),
};
