import { fail } from "../errors.ts";
import { axisSetting, type StructuralPrimitive } from "../program/index.ts";
import { definePrimitive, integer } from "./define.ts";

/** The most items of one event that may be in doubt together. */
export const mostInDoubt = 10;

/**
 * In how many ways the answers about some items can come out together.
 * @throws E_LIMIT above 2^10 ways, while the events are read
 */
export const waysOf = definePrimitive({
  name: "waysOf",
  evaluate: (items: number): number => {
    if (items <= mostInDoubt) return 2 ** items;
    throw fail("E_LIMIT", {
      what: `${items} items of one event are in doubt at once; their answers come out in more than ${2 ** mostInDoubt} ways`,
      cure: "smaller widths, a filter of the data before, or hold a choice: hold(p)",
    });
  },
  partials: [undefined],
  domain: [integer(0, 6)],
  dtype: () => "i32",
  silent: true,
});

/** What one of several ways answers about item `k` of those in doubt. */
export const answerIn = definePrimitive({
  name: "answerIn",
  evaluate: (way: number, k: number): boolean => Math.floor(way / 2 ** k) % 2 === 1,
  partials: [undefined, undefined],
  domain: [integer(0, 63), integer(0, 6)],
  dtype: () => "bool",
  js: (way, k) => `((${way} >> ${k}) & 1) === 1`,
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
