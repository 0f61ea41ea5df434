import {
  checkAscending,
  diffFlavour,
  type Edge,
  type Flavour,
  fail,
  hardFlavour,
  type LambdaStage,
  lambda,
  type Scalar,
} from "../core/index.ts";
import { checkEdges } from "./binned.ts";
import { arranged, type Branched, behind, counting, fillingIn, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, FillOptions, NoScope, ScopeOf, StageOptions } from "./types.ts";

export interface GroupOptions<S, G extends string | number> extends FillOptions, StageOptions {
  /** Categories: what the key must be equal to. */
  readonly groups?: readonly G[];
  /** Or bins of the key, each with its lower edge; an edge may be a parameter. */
  readonly edges?: readonly Edge[];
  readonly scope?: S;
}

/** What a branch emits for each category by name, or for each bin in order, and the weights of all other events. */
export interface Grouped<R, G extends string | number> {
  readonly groups: { readonly [K in G]: R };
  readonly others: Scalar;
}

type Key = (event: never) => unknown;

const isGroup = (event: never, { key, group }: { key: Key; group: unknown }): boolean => key(event) === group;
const isNotGroup = (event: never, { key, group }: { key: Key; group: unknown }): boolean => !(key(event) === group);

interface Bounds {
  readonly key: (event: never) => number;
  readonly low: number;
  readonly high: number;
}
const isInside = (event: never, { key, low, high }: Bounds): boolean => key(event) >= low && key(event) < high;
const isOutside = (event: never, { key, low, high }: Bounds): boolean => !(key(event) >= low && key(event) < high);

/** A condition of a lambda, and what it is given besides the key. */
interface Condition {
  readonly f: object;
  readonly scope: ScopeOf;
}

interface Conditions {
  readonly inside: readonly (readonly [string, Condition])[];
  readonly outside: readonly Condition[];
}

const byCategory = (key: Key, groups: readonly (string | number)[]): Conditions => ({
  inside: groups.map((group) => [String(group), { f: isGroup, scope: { key, group } }] as const),
  outside: groups.map((group) => ({ f: isNotGroup, scope: { key, group } })),
});

const byBin = (key: Key, edges: readonly Edge[]): Conditions => ({
  inside: edges.slice(1).map((high, k) => [String(k), { f: isInside, scope: { key, low: edges[k], high } }] as const),
  outside: [{ f: isOutside, scope: { key, low: edges[0], high: edges.at(-1) } }],
});

const conditionsOf = (key: Key, { groups, edges }: GroupOptions<unknown, string | number>): Conditions => {
  const isDistinct = groups?.every((group, k) => groups.indexOf(group) === k) ?? false;
  if (groups && !edges && isDistinct && groups.length > 0) return byCategory(key, groups);
  if (edges && !groups && edges.length > 1) {
    checkEdges(edges, "groupBy");
    return byBin(key, edges);
  }
  throw fail("E_SHAPE", {
    what: "events are grouped by different categories, or by bins of at least two edges",
    cure: 'groupBy((ev) => ev.channel, branch, { groups: ["ee", "mm"] }), or { edges: [0, 50, 100] }',
  });
};

const groupByIn =
  (flavour: Flavour) =>
  <E, R, const G extends string | number = number, S extends ScopeOf = NoScope>(
    key: EventLambda<E, S, string | number | boolean>,
    branch: Branched<E, R>,
    options: GroupOptions<S, G>,
  ): Branched<E, Grouped<R, G>> => {
    const { width, step, scope, mode, edges }: GroupOptions<S, G> = options ?? {};
    const own = (key.length < 2 ? key : lambda(key as never, scope ?? {})) as Key;
    const { inside, outside } = conditionsOf(own, options ?? {});
    const stage = ({ f, scope }: Condition): LambdaStage => ({
      kind: "filter",
      operator: "groupBy",
      flavour: flavour.name,
      f,
      scope,
      options: { ...(width === undefined ? {} : { width }), ...(step === undefined ? {} : { step }) },
    });
    const filling = fillingIn<R>("groupBy", branch, flavour);
    const groups = together(inside.map(([name, condition]) => [name, behind([stage(condition)], filling)] as const));
    const others = behind(outside.map(stage), counting("groupBy"));
    const all = together<unknown>([
      ["groups", groups],
      ["others", others],
    ]);
    return fillingOperator<E, Grouped<R, G>>(
      flavour,
      arranged(all, ({ groups, others }, bindings) => {
        if (edges) checkAscending(edges, bindings, "groupBy");
        const kept = edges ? Object.values(groups as Readonly<Record<string, R>>) : groups;
        return { groups: kept, others } as Grouped<R, G>;
      }),
      mode,
    );
  };

/**
 * Fills a branch once for each category, or bin, of a key, in one pass; `others` counts the events of none.
 * @throws E_SHAPE for groups that are not all different (NaN equals nothing), edges that do not ascend, or a branch that
 * does not fill; E_LAMBDA with a caret
 * @example
 * events.pipe(groupBy((ev) => ev.channel, histogram((ev) => ev.m, { edges }), { groups: ["ee", "mm"] }))
 */
export const hard = /* @__PURE__ */ groupByIn(hardFlavour);

/** `groupBy` in the differentiable flavour: bins of a key that depends on a choice are relaxed, and add up to one. */
export const diff = /* @__PURE__ */ groupByIn(diffFlavour);
