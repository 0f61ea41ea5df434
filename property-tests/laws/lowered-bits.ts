import { drawWords, openUnit } from "../../core/numerics/index.ts";
import type { Domain, Primal } from "../../core/program/index.ts";
import type { Law } from "../law.ts";
import type { Lowered, LoweredBy } from "../lowered-by.ts";
import { expectSame } from "./same-number.ts";

/** A primitive, what computes it by plain numbers, and what gives the same bits. */
export interface SameBits {
  readonly primitive: Lowered;
  readonly numbers: LoweredBy;
  readonly same: readonly LoweredBy[];
  /** Numbers between 1 / reach and reach are drawn. */
  readonly reach: number;
}

const points = 100_000;
const words = new Uint32Array(2);
const doubles = new Float64Array(words.buffer);

type Words = ReturnType<typeof drawWords>;

/** A value of a domain in every third point, of eight times its ends in the next one, any double within reach in the last. */
const anyOf = (domain: Domain, i: number, [a, b, c, d]: Words, reach: number): Primal => {
  const u = openUnit(a, b);
  if (domain.kind === "bool") return u < 0.5;
  const x = domain.min + (domain.max - domain.min) * u;
  if (domain.kind === "integer") return Math.round(x);
  words.set([c, d]);
  const any = doubles[0] ?? 0;
  if (i % 3 === 2 && Math.abs(any) < reach && Math.abs(any) > 1 / reach) return any;
  return i % 3 === 0 ? x : 8 * x;
};

export const loweredBitsLaw: Law<SameBits> = {
  name: "lowered bits",
  says: "WebAssembly computes the lowering of a primitive to the bits that plain numbers give, at 1e5 points",
  nameOf: ({ primitive, numbers }) => `${primitive.name} by ${numbers.name}`,
  check: ({ primitive, numbers, same, reach }, { seed }) => {
    const inputs = Array.from({ length: points }, (_, i) =>
      primitive.domain.map((domain, k) => anyOf(domain, i, drawWords(seed, i, k), reach)),
    );
    const wanted = Array.from(numbers.values(primitive, inputs), (x) => x);
    for (const by of same) {
      const found = by.values(primitive, inputs);
      const at = wanted.findIndex((x, i) => !Object.is(x, found[i]));
      expectSame(`${primitive.name} by ${by.name} at ${inputs[at]?.join(", ")}, seed ${seed},`, found, wanted);
    }
  },
};
