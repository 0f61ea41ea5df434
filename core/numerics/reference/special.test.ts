import { expect, it } from "vitest";
import {
  digamma,
  erf,
  erfc,
  inverseMills,
  lgamma,
  logNormalCdf,
  lowered,
  normalCdf,
  normalPdf,
  sigmoid,
  softplus,
} from "../index.ts";
import { byNumbers, expectAsStated, seed } from "./comparing.ts";
import { negative, special } from "./domains.ts";
import { references } from "./held.ts";
import { fileOf, statedError } from "./stated.ts";

const names = Object.keys(special) as readonly (keyof typeof special)[];
const functions = {
  digamma,
  erf,
  erfc,
  inverseMills,
  lgamma,
  logNormalCdf,
  normalCdf,
  normalPdf,
  sigmoid,
  softplus,
} satisfies Record<keyof typeof special, unknown>;
const asked = ["erf", "erfc", "normalCdf", "sigmoid", "lgamma"];

it.each(asked.flatMap((name) => [`lowered/${fileOf(name)}`, fileOf(name)]))(
  "%s states an error of at most 4 ulp",
  (file) => {
    expect(statedError(file)).toBeLessThanOrEqual(4);
  },
);

it.each(names)(
  `%s and its lowering are as exact as they state at 1e5 points, seed ${seed}`,
  (name) => {
    const what = { reference: references[name], inputs: special[name] };
    expectAsStated(`lowered/${fileOf(name)}`, byNumbers(lowered[name]), what);
    expectAsStated(fileOf(name), [functions[name]], what);
  },
  120_000,
);

/** The size of what a function of a negative number is the difference of, by its reflection. */
const reflections = {
  lgamma: (x: number) => Math.max(1, Math.abs(references.lgamma(-x).value.hi)),
  digamma: (x: number) =>
    Math.max(1, Math.abs(references.digamma(1 - x).value.hi), Math.min(1e300, Math.PI / Math.abs(x - Math.round(x)))),
};

it.each(["lgamma", "digamma"] as const)(
  `%s of negative numbers is as exact as it states, relative to the terms that cancel, at 1e5 points, seed ${seed}`,
  (name) => {
    const what = { reference: references[name], inputs: negative, floor: (x = NaN) => reflections[name](x) };
    expectAsStated(name, [functions[name]], what);
  },
  120_000,
);
