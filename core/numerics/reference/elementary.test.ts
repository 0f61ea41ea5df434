import { expect, it } from "vitest";
import { type Lowering, lowered } from "../index.ts";
import { powKnown } from "../lowered/pow-known.ts";
import { byNumbers, expectAsStated, seed } from "./comparing.ts";
import { elementary, special } from "./domains.ts";
import { references } from "./held.ts";
import { about, magnitudes } from "./points.ts";
import { statedError } from "./stated.ts";

const names = Object.keys(elementary) as readonly (keyof typeof elementary)[];

it("samples every function in terms of lanes but the remainder, which is exact", () => {
  expect(Object.keys({ ...elementary, ...special, mod: [] }).sort()).toEqual(Object.keys(lowered).sort());
});

it.each([...names, "pow-known"])("the lowering of %s states an error of at most 4 ulp", (name) => {
  expect(statedError(`lowered/${name}`)).toBeLessThanOrEqual(4);
});

it.each(names)(
  `the lowering of %s is as exact as it states at 1e5 points, seed ${seed}`,
  (name) => {
    const [reference, inputs] = [references[name], elementary[name]];
    expectAsStated(`lowered/${name}`, byNumbers(lowered[name]), { reference, inputs });
  },
  120_000,
);

it.each([-7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8])(
  `the known power %d is as exact as the comment of its file states, seed ${seed}`,
  (n) => {
    const lowering: Lowering = (l, x) => powKnown(l, x, n) ?? x;
    const powers = { reference: (x = NaN) => references.pow(x, n), inputs: [[about(1), magnitudes(1e-30, 1e30)]] };
    expectAsStated("lowered/pow-known", byNumbers(lowering), powers, 20_000);
  },
  120_000,
);
