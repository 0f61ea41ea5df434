import { fail } from "../errors.ts";
import { axisSetting, type StructuralPrimitive } from "../program/index.ts";
import { definePrimitive, integer } from "./define.ts";

/** The most ways in which the answers about the items of one event come out together, where nothing else is stated. */
export const mostWays = 2 ** 16;

/** As many ways as an event has in one more comparison, if they are not too many together with those before. */
const few = (ways: number, before: number, event: number, most: number, items: number): number => {
  if (ways * before <= most) return ways;
  throw fail("E_LIMIT", {
    what: `event ${event} has ${items} items in doubt; the answers about them come out in ${ways * before} ways together, more than ${most}`,
    cure: `smaller widths, a filter of the data before, hold a choice: hold(p), raise the limit by an option of histogram, count, sum, mean or profile: { ways: ${ways * before} }, or match the sum that a histogram is of: { above: "matched" }`,
  });
};

/**
 * In how many ways the answers about some items can come out, in each of the ways of comparisons before.
 * @throws E_LIMIT with the number of the event where that is too many ways together
 */
export const waysOf = definePrimitive({
  name: "waysOf",
  evaluate: (items: number, before: number, event: number, most: number): number =>
    few(2 ** items, before, event, most, items),
  partials: [undefined, undefined, undefined, undefined],
  domain: [integer(0, 6), integer(1, 64), integer(0, 9), integer(4096, 9999)],
  dtype: () => "i32",
  silent: true,
});

/**
 * In how many ways some counts of items can come out, in each of the ways of comparisons before.
 * @throws E_LIMIT with the number of the event where that is too many ways together
 */
export const countsOf = definePrimitive({
  name: "countsOf",
  evaluate: (items: number, counts: number, before: number, event: number, most: number): number =>
    few((items + 1) ** counts, before, event, most, items),
  partials: [undefined, undefined, undefined, undefined, undefined],
  domain: [integer(0, 6), integer(1, 3), integer(1, 9), integer(0, 9), integer(4096, 9999)],
  dtype: () => "i32",
  silent: true,
});

/** The most items that are compared with each other for the chance to be the extreme one. */
const mostContenders = 256;

/**
 * How many items of a list may be its extreme one, in each of the ways of comparisons before; one at least.
 * @throws E_LIMIT with the number of the event above 256, or where that is too many ways together
 */
export const choicesOf = definePrimitive({
  name: "choicesOf",
  evaluate: (items: number, before: number, event: number, most: number): number => {
    if (items <= mostContenders) return few(Math.max(items, 1), before, event, most, items);
    throw fail("E_LIMIT", {
      what: `event ${event} has ${items} items that may be the extreme one under the noise on their keys, more than ${mostContenders}`,
      cure: "less noise: argmax(list, key, { noise }), or a filter of the list before",
    });
  },
  partials: [undefined, undefined, undefined, undefined],
  domain: [integer(0, 64), integer(1, 64), integer(0, 9), integer(4096, 9999)],
  dtype: () => "i32",
  silent: true,
});

/** Digit number `k` of the code of a joint count. */
export const countIn = definePrimitive({
  name: "countIn",
  evaluate: (code: number, base: number, k: number): number => Math.floor(code / base ** k) % base,
  partials: [undefined, undefined, undefined],
  domain: [integer(0, 99), integer(1, 9), integer(0, 2)],
  dtype: () => "i32",
  silent: true,
});

/** What one of several ways answers about item `k` of those in doubt. */
export const answerIn = definePrimitive({
  name: "answerIn",
  evaluate: (way: number, k: number): boolean => ((way >> k) & 1) === 1,
  lower: (l, way, k) => {
    const half = l.let(l.mul(l.floor(l.scale2(way, l.neg(k))), l.k(0.5)));
    return l.ne(half, l.floor(half));
  },
  ulp: 0,
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
