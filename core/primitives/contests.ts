import { axisSetting, type StructuralPrimitive } from "../program/index.ts";
import { noCotangents, none } from "./reductions.ts";

/** Which of two keys is the more extreme one. */
export interface Contest {
  readonly beats: (x: number, best: number) => boolean;
  readonly js: (x: string, best: string) => string;
}

type PlaceOfBest = StructuralPrimitive & { readonly contest: Contest };

/**
 * The number, among the elements of `from` under one element of `to`, of the first one with the extreme key; the first
 * NaN is the extreme of all, and of nothing it is 0.
 */
const placeOfBest = (name: string, contest: Contest): PlaceOfBest => ({
  kind: "structural",
  name,
  contest,
  modes: ["flat"],
  dtype: () => "i32",
  axis: (_inputs, settings) => axisSetting(settings, "to"),
  jvp: none,
  vjp: noCotangents,
});

export const placeOfMin = placeOfBest("placeOfMin", {
  beats: (x, best) => x < best,
  js: (x, best) => `${x} < ${best}`,
});
export const placeOfMax = placeOfBest("placeOfMax", {
  beats: (x, best) => x > best,
  js: (x, best) => `${x} > ${best}`,
});

export const contests: ReadonlyMap<StructuralPrimitive, Contest> = new Map(
  [placeOfMin, placeOfMax].map((primitive) => [primitive as StructuralPrimitive, primitive.contest]),
);

/** The place of the extreme among the keys from `start` to `end`, counted from `start`. */
export const placeIn = ({ beats }: Contest, keys: ArrayLike<number>, start: number, end: number): number => {
  const takesPlace = (x: number, best: number): boolean => beats(x, best) || (Number.isNaN(x) && !Number.isNaN(best));
  let place = start;
  for (let i = start + 1; i < end; i++) if (takesPlace(keys[i] ?? 0, keys[place] ?? 0)) place = i;
  return place - start;
};
