import {
  type Branch,
  diffFlavour,
  type Flavour,
  fail,
  hardFlavour,
  type Nuisance,
  type Parameter,
  shiftedBindings,
} from "../core/index.ts";
import { arranged, type Branched, type Filling, fillingIn, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions } from "./types.ts";

export type Nuisances = Readonly<Record<string, Nuisance>>;

/** A result, and the same with each nuisance one sigma, or each named weight one variation, up and down. */
export interface Varied<R, N> {
  readonly nominal: R;
  readonly up: { readonly [K in keyof N]: R };
  readonly down: { readonly [K in keyof N]: R };
}

export interface VariationsOptions<W extends string> extends FillOptions {
  /** Names of weights, as `weight({ name: { nominal, up, down } })` gave them, that are varied too. */
  readonly weights?: readonly W[];
}

type Both<N, W extends string> = N & { readonly [K in W]: unknown };

const sides = { up: 1, down: -1 } as const;
type Side = keyof typeof sides;

type Change = Pick<Branch, "shifts" | "variant">;
type Shift = NonNullable<Branch["shifts"]>[number];

const shifted =
  (name: string, parameter: Nuisance) =>
  (side: Side): Change => {
    if (parameter.kind === "nuisance") return { shifts: [{ parameter, by: sides[side] * parameter.sigma }] };
    throw fail("E_PARAMETER", {
      what: `${JSON.stringify(name)} is not a nuisance`,
      cure: "nuisance(name, value, { sigma })",
    });
  };

const changesOf = (nuisances: Nuisances, weights: readonly string[]): ReadonlyMap<string, (side: Side) => Change> => {
  const twice = weights.find((name, k) => Object.hasOwn(nuisances, name) || weights.indexOf(name) !== k);
  if (twice !== undefined)
    throw fail("E_COLUMN", { what: `two variations are called ${JSON.stringify(twice)}`, cure: "rename one" });
  return new Map([
    ...Object.entries(nuisances).map(([name, parameter]) => [name, shifted(name, parameter)] as const),
    ...weights.map((weight) => [weight, (side: Side): Change => ({ variant: { weight, side } })] as const),
  ]);
};

const checkWeights = (branches: readonly Branch[], [weight]: readonly string[]): void => {
  const within = branches.find(({ variant }) => variant)?.variant?.weight;
  if (weight === undefined || within === undefined) return;
  throw fail("E_SHAPE", {
    what: `the weight ${JSON.stringify(weight)} is varied around variations of the weight ${JSON.stringify(within)}; one weight is varied at a time`,
    cure: `variations(branch, nuisances, { weights: ${JSON.stringify([within, weight])} })`,
  });
};

/** Shifts of which each parameter has one: variations inside variations add up. */
const merged = (shifts: readonly Shift[]): readonly Shift[] => {
  const by = new Map<Parameter, number>();
  for (const shift of shifts) by.set(shift.parameter, (by.get(shift.parameter) ?? 0) + shift.by);
  return [...by].map(([parameter, by]) => ({ parameter, by }));
};

const changed = <R>(filling: Filling<R>, change: Change): Filling<R> => ({
  ...filling,
  branches: filling.branches.map((branch) => ({
    ...branch,
    ...change,
    shifts: merged([...(branch.shifts ?? []), ...(change.shifts ?? [])]),
  })),
  finish: (results, bindings) =>
    filling.finish(
      results,
      (change.shifts ?? []).reduce((moved, { parameter, by }) => shiftedBindings(moved, parameter, by), bindings),
    ),
});

const variationsIn =
  (flavour: Flavour) =>
  <E, R, N extends Nuisances, W extends string = never>(
    branch: Branched<E, R>,
    nuisances: N,
    options: VariationsOptions<W> = {},
  ): Branched<E, Varied<R, Both<N, W>>> => {
    const nominal = fillingIn<R>("variations", branch, flavour);
    const changes = changesOf(nuisances, options.weights ?? []);
    checkWeights(nominal.branches, options.weights ?? []);
    const parts = [...changes].flatMap(([, change]) => [
      changed(nominal, change("up")),
      changed(nominal, change("down")),
    ]);
    const filling = arranged(together([nominal, ...parts].map((part, k) => [String(k), part] as const)), (emitted) => {
      const side = (from: number): Readonly<Record<string, unknown>> =>
        Object.fromEntries([...changes.keys()].map((name, k) => [name, emitted[2 * k + from]] as const));
      return { nominal: emitted[0], up: side(1), down: side(2) } as Varied<R, Both<N, W>>;
    });
    return fillingOperator<E, Varied<R, Both<N, W>>>(flavour, filling, options.mode);
  };

/**
 * Fills a branch as it is and once more with each nuisance one sigma up and one down, and with each named weight
 * replaced by its variations, in one pass.
 * @param branch - a filling operator, or a function that pipes stages and a filling operator onto its events
 * @param nuisances - nuisances by name; the stages before use them through their scopes
 * @throws E_PARAMETER for anything but nuisances, and in the stream for a weight that no stage names; E_COLUMN for
 * two variations of one name; E_SHAPE for weights varied inside variations of weights; E_SOFT in the stream where a nuisance numbers the items that are filled
 * @example
 * events.pipe(variations((events) => events.pipe(map((ev, { scale }) => scale * ev.m, { scale }), histogram((m) => m, { edges })), { scale }))
 */
export const hard = /* @__PURE__ */ variationsIn(hardFlavour);

/** `variations` with derivatives with respect to choices: templates and their slopes come together. */
export const diff = /* @__PURE__ */ variationsIn(diffFlavour);
