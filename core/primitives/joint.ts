import { fail } from "../errors.ts";
import { axisSetting, type StructuralPrimitive } from "../program/index.ts";
import { definePrimitive, integer } from "./define.ts";

/** The most items of one event that may be in doubt together. */
export const mostInDoubt = 10;

/** The most ways in which all answers about one event may come out together. */
export const mostWays = 2 ** 20;

/**
 * In how many ways the answers about some items can come out together, in each of the ways of comparisons before.
 * @throws E_LIMIT above 2^10 ways, or 2^20 of all comparisons, while the events are read
 */
export const waysOf = definePrimitive({
  name: "waysOf",
  evaluate: (items: number, before: number): number => {
    if (items <= mostInDoubt && before * 2 ** items <= mostWays) return 2 ** items;
    if (items <= mostInDoubt)
      throw fail("E_LIMIT", {
        what: `the answers about the items of one event come out in more than ${mostWays} ways together`,
        cure: "smaller widths, fewer comparisons of lists in one fill, or hold a choice: hold(p)",
      });
    throw fail("E_LIMIT", {
      what: `${items} items of one event are in doubt at once; their answers come out in more than ${2 ** mostInDoubt} ways`,
      cure: "smaller widths, a filter of the data before, or hold a choice: hold(p)",
    });
  },
  partials: [undefined, undefined],
  domain: [integer(0, 6), integer(1, 64)],
  dtype: () => "i32",
  silent: true,
});

/** What one of several ways answers about item `k` of those in doubt. */
export const answerIn = definePrimitive({
  name: "answerIn",
  evaluate: (way: number, k: number): boolean => ((way >> k) & 1) === 1,
  partials: [undefined, undefined],
  domain: [integer(0, 63), integer(0, 6)],
  dtype: () => "bool",
  silent: true,
});

/** For each element of `axis` under one element of `owner`, how many elements before it a mask holds for. */
export const earlier: StructuralPrimitive = {
  kind: "structural",
  name: "earlier",
  modes: ["flat"],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: () => undefined,
  vjp: () => [undefined],
};
