import type { Events } from "jagrad/adapters/duckdb";
import type { Choice, Histogram } from "jagrad/core";
import type { Observable } from "rxjs";
import type { Collision } from "./collision.ts";

/** The operators of either flavour. */
export type Ops = typeof import("jagrad/ops/hard");

/** Histograms by name. */
export type Spectra = Readonly<Record<string, Histogram>>;

/** One task of the benchmark. */
export interface Query {
  /** What is filled, and of which events. */
  readonly shows: string;
  /** What can be tuned; with these values the query is that of the benchmark. */
  readonly choices: Readonly<Record<string, Choice>>;
  readonly spectra: (ops: Ops) => (events: Events<Collision>) => Observable<Spectra>;
}
