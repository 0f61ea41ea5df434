import { axisSetting, type ElementwisePrimitive, type Primitive, type StructuralPrimitive } from "../program/index.ts";
import { gt, lt } from "./logic.ts";
import { noCotangents, none } from "./reductions.ts";

/** The comparison by which a key is more extreme than the best before it. */
export interface Contest {
  readonly beats: ElementwisePrimitive;
}

type PlaceOfBest = StructuralPrimitive & { readonly contest: Contest };

/**
 * The number, among the elements of `from` under one element of `to`, of the first one with the extreme key; the first
 * NaN is the extreme of all, and of nothing it is 0.
 */
const placeOfBest = (name: string, beats: ElementwisePrimitive): PlaceOfBest => ({
  kind: "structural",
  name,
  contest: { beats },
  modes: ["flat"],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "to"),
  jvp: none,
  vjp: noCotangents,
});

export const placeOfMin = placeOfBest("placeOfMin", lt.primitive);
export const placeOfMax = placeOfBest("placeOfMax", gt.primitive);

export const contests: ReadonlyMap<Primitive, Contest> = new Map<Primitive, Contest>(
  [placeOfMin, placeOfMax].map((primitive) => [primitive, primitive.contest]),
);

/** The place of the extreme among the keys from `start` to `end`, counted from `start`. */
export const placeIn = ({ beats }: Contest, keys: ArrayLike<number>, start: number, end: number): number => {
  const isBetter = beats.evaluate as (x: number, best: number) => boolean;
  const takesPlace = (x: number, best: number): boolean =>
    isBetter(x, best) || (Number.isNaN(x) && !Number.isNaN(best));
  let place = start;
  for (let i = start + 1; i < end; i++) if (takesPlace(keys[i] ?? 0, keys[place] ?? 0)) place = i;
  return place - start;
};
