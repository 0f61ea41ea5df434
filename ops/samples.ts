import { defer, forkJoin, map, type Observable, type OperatorFunction } from "rxjs";
import {
  type Bindings,
  currentBindings,
  type Derive,
  derived,
  fail,
  type Histogram,
  isResult,
  pullbackOfObjective,
  type Result,
  type Scalar,
} from "../core/index.ts";
import type { Varied } from "./variations.ts";

/** A result of events that were made in another way; without `down` it is as far below the nominal one as `up` is above. */
export interface Alternative<R> {
  readonly up: Observable<R>;
  readonly down?: Observable<R>;
}

interface Pair<R> {
  readonly nominal: R;
  readonly up: R;
}

/** The result that lies as far on the other side of the nominal one; the samples are taken to be independent. */
const mirrors = {
  scalar: ({ nominal, up }: Pair<Scalar>) => ({
    value: 2 * nominal.value - up.value,
    variance: 4 * nominal.variance + up.variance,
  }),
  histogram: ({ nominal, up }: Pair<Histogram>) => ({
    values: nominal.values.map((n, k) => 2 * n - (up.values[k] ?? 0)),
    variances: nominal.variances.map((v, k) => 4 * v + (up.variances[k] ?? 0)),
    underflow: 2 * nominal.underflow - up.underflow,
    overflow: 2 * nominal.overflow - up.overflow,
  }),
} as const;

const isMirrored = (kind: string): kind is keyof typeof mirrors => Object.hasOwn(mirrors, kind);

const sameEdges = (a: Result, b: Result): boolean =>
  a.kind === b.kind &&
  (a.kind !== "histogram" ||
    b.kind !== "histogram" ||
    (a.edges.length === b.edges.length && a.edges.every((edge, k) => edge === b.edges[k])));

const mirrored = <R>(name: string, nominal: R, up: R, bindings: Bindings, derive: Derive | undefined): R => {
  if (!isResult(nominal) || !isResult(up) || !isMirrored(nominal.kind) || !sameEdges(nominal, up))
    throw fail("E_SHAPE", {
      what: `the variation ${JSON.stringify(name)} and the nominal result are not two histograms of one binning, or two numbers`,
      cure: "fill both alike, or give down as well",
    });
  const { kind, entries, skipped } = up;
  const given = { kind, entries, skipped, ...(up.kind === "histogram" ? { edges: up.edges } : {}) };
  return derived(given, mirrors[nominal.kind], {}, { nominal, up }, bindings, derive) as Result as R;
};

type Streams<R> = Readonly<Record<string, Observable<R>>>;

const samplesIn =
  (derive?: Derive) =>
  <R, A extends Readonly<Record<string, Alternative<R>>>>(
    alternatives: A & Readonly<Record<string, Alternative<R>>>,
  ): OperatorFunction<R, Varied<R, A>> => {
    const bare = Object.entries(alternatives).find(([, { up }]) => typeof up?.subscribe !== "function");
    if (bare)
      throw fail("E_SHAPE", {
        what: `the alternative ${JSON.stringify(bare[0])} has no stream of what it gives up`,
        cure: "samples({ hdamp: { up: select(parquet(...)) } })",
      });
    return (source) =>
      defer(() => {
        const bindings = currentBindings();
        const names = Object.keys(alternatives);
        const ups: Streams<R> = Object.fromEntries(Object.entries(alternatives).map(([name, { up }]) => [name, up]));
        const downs: Streams<R> = Object.fromEntries(
          Object.entries(alternatives).flatMap(([name, { down }]) => (down ? [[name, down]] : [])),
        );
        const all: Streams<unknown> = { nominal: source, ...(names.length > 0 ? { ups: forkJoin(ups) } : {}) };
        const withDowns = Object.keys(downs).length > 0 ? { ...all, downs: forkJoin(downs) } : all;
        return forkJoin(withDowns).pipe(
          map((emitted) => {
            const {
              nominal,
              ups = {},
              downs = {},
            } = emitted as {
              nominal: R;
              ups?: Readonly<Record<string, R>>;
              downs?: Readonly<Record<string, R>>;
            };
            const down = names.map((name) => {
              const up = ups[name] as R;
              const given = Object.hasOwn(downs, name) ? (downs[name] as R) : undefined;
              return [name, given ?? mirrored(name, nominal, up, bindings, derive)] as const;
            });
            return { nominal, up: ups, down: Object.fromEntries(down) } as unknown as Varied<R, A>;
          }),
        );
      });
  };

/**
 * Puts results of alternative samples beside a nominal one, as `variations` does for nuisances: all are read in one
 * subscription, and a side that was not simulated is the mirror image of the other.
 * @throws E_SHAPE for an alternative without a stream, and in the stream where a side is to be mirrored of results that do not match
 * @example
 * select(parquet("nominal.parquet")).pipe(samples({ hdamp: { up: select(parquet("hdamp.parquet")) } }))
 */
export const hard = /* @__PURE__ */ samplesIn();

/** `samples` in the differentiable flavour: also a mirrored template carries derivatives. */
export const diff = /* @__PURE__ */ samplesIn(pullbackOfObjective);
