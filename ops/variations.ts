import type { OperatorFunction } from "rxjs";
import {
  type Batch,
  type Branch,
  diffFlavour,
  type Flavour,
  fail,
  hardFlavour,
  type Nuisance,
  type Result,
} from "../core/index.ts";
import { branchOf } from "./branch.ts";
import { manySinks } from "./stream.ts";
import type { FillOptions } from "./types.ts";

export type Nuisances = Readonly<Record<string, Nuisance>>;

/** A result, and the same with each nuisance one sigma up and down. */
export interface Varied<R, N> {
  readonly nominal: R;
  readonly up: { readonly [K in keyof N]: R };
  readonly down: { readonly [K in keyof N]: R };
}

type Op<A, B> = OperatorFunction<Batch<A>, Batch<B>>;
type Sink<A, R> = OperatorFunction<Batch<A>, R>;

/** One overload per number of stages, so that each lambda knows its event. */
interface Variations {
  <E, R extends Result, N extends Nuisances>(
    sink: Sink<E, R>,
    nuisances: N,
    options?: FillOptions,
  ): Sink<E, Varied<R, N>>;
  <E, A, R extends Result, N extends Nuisances>(
    branch: readonly [Op<E, A>, Sink<A, R>],
    nuisances: N,
    options?: FillOptions,
  ): Sink<E, Varied<R, N>>;
  <E, A, B, R extends Result, N extends Nuisances>(
    branch: readonly [Op<E, A>, Op<A, B>, Sink<B, R>],
    nuisances: N,
    options?: FillOptions,
  ): Sink<E, Varied<R, N>>;
  <E, A, B, C, R extends Result, N extends Nuisances>(
    branch: readonly [Op<E, A>, Op<A, B>, Op<B, C>, Sink<C, R>],
    nuisances: N,
    options?: FillOptions,
  ): Sink<E, Varied<R, N>>;
}

const sides = { up: 1, down: -1 } as const;

const variationsIn =
  (flavour: Flavour): Variations =>
  <E, R extends Result, N extends Nuisances>(
    branch: object,
    nuisances: N,
    options: FillOptions = {},
  ): Sink<E, Varied<R, N>> => {
    const nominal = branchOf("variations", branch);
    const branches = new Map<string, Branch>([["nominal", nominal]]);
    for (const [name, parameter] of Object.entries(nuisances)) {
      if (parameter.kind !== "nuisance")
        throw fail("E_PARAMETER", {
          what: `${JSON.stringify(name)} is not a nuisance`,
          cure: "nuisance(name, value, { sigma })",
        });
      for (const [side, sign] of Object.entries(sides))
        branches.set(`${side} ${name}`, { ...nominal, shifts: [{ parameter, by: sign * parameter.sigma }] });
    }
    const pick = (results: ReadonlyMap<string, Result>, side: string): Record<string, Result | undefined> =>
      Object.fromEntries(Object.keys(nuisances).map((name) => [name, results.get(`${side} ${name}`)]));
    return manySinks(
      flavour,
      branches,
      options.mode,
      (results) =>
        ({
          nominal: results.get("nominal"),
          up: pick(results, "up"),
          down: pick(results, "down"),
        }) as unknown as Varied<R, N>,
    );
  };

/**
 * Fills a sink, behind stages of its own if an array is given, as it is and once more with each nuisance one sigma up
 * and one down, in one pass.
 * @param nuisances - nuisances by name; the stages before use them through their scopes
 * @throws E_PARAMETER for anything but nuisances; E_SOFT in the stream where a nuisance numbers the items that are filled
 * @example
 * events.pipe(variations([map((ev, { scale }) => scale * ev.m, { scale }), histogram((m) => m, { edges })], { scale }))
 */
export const hard = /* @__PURE__ */ variationsIn(hardFlavour);

/** `variations` with derivatives with respect to choices: templates and their slopes come together. */
export const diff = /* @__PURE__ */ variationsIn(diffFlavour);
