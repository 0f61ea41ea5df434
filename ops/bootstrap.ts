import { diffFlavour, type Flavour, fail, hardFlavour, type LambdaStage, poisson } from "../core/index.ts";
import { arranged, type Branched, behind, fillingIn, together } from "./filling.ts";
import { checkSeed, ownItems } from "./sample.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions } from "./types.ts";

export interface BootstrapOptions extends FillOptions {
  /** How many replicas, at most 1000. */
  readonly replicas: number;
  /** Another seed draws other replicas; default 0. */
  readonly seed?: number;
}

/** What a branch emits of the events as they are, and of each replica of them. */
export interface Bootstrap<R> {
  readonly nominal: R;
  readonly replicas: readonly R[];
}

interface Scope {
  readonly seed: number;
  readonly replica: number;
  readonly poisson: (key: number, event: number, item: number) => number;
}

const copies = (_event: unknown, number: number, { seed, replica, poisson }: Scope): number =>
  poisson(seed, number, replica);

const most = 1000;

const bootstrapIn =
  (flavour: Flavour) =>
  <E, R>(branch: Branched<E, R>, options: BootstrapOptions): Branched<E, Bootstrap<R>> => {
    const { replicas, seed = 0, mode }: Partial<BootstrapOptions> = options ?? {};
    if (!(replicas !== undefined && Number.isSafeInteger(replicas) && replicas >= 1 && replicas <= most))
      throw fail("E_LIMIT", {
        what: `${replicas} replicas cannot be filled in one pass`,
        cure: `{ replicas: 100 }, from 1 to ${most}`,
      });
    checkSeed(seed);
    const nominal = fillingIn<R>("bootstrap", branch, flavour);
    const stage = (replica: number): LambdaStage => ({
      kind: "weight",
      operator: "bootstrap",
      flavour: flavour.name,
      f: copies,
      scope: { seed, replica: ownItems + 1 + replica, poisson },
      options: {},
      numbered: true,
    });
    const parts = Array.from({ length: replicas }, (_, k) => [String(k), behind([stage(k)], nominal)] as const);
    const filling = arranged(together([["nominal", nominal], ...parts]), ({ nominal, ...rest }) => ({
      nominal: nominal as R,
      replicas: Object.values(rest),
    }));
    return fillingOperator<E, Bootstrap<R>>(flavour, filling, mode);
  };

/**
 * Fills a branch once more for each of several replicas of the events, in one pass: every event counts as often as a
 * Poisson number of mean 1 says, a function of the seed, the event and the replica. The spread of the replicas is the
 * statistical error of whatever is computed from them, with its correlations.
 * @throws E_LIMIT for a number of replicas that cannot be filled; E_SHAPE for a branch that does not fill
 * @example
 * events.pipe(bootstrap(histogram((ev) => ev.m, { edges }), { replicas: 100, seed: 7 }))
 */
export const hard = /* @__PURE__ */ bootstrapIn(hardFlavour);

/** `bootstrap` in the differentiable flavour. */
export const diff = /* @__PURE__ */ bootstrapIn(diffFlavour);
