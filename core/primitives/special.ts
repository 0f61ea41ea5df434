import * as numerics from "../numerics/index.ts";
import * as lowered from "../numerics/lowered/index.ts";
import { definePrimitive, integer, real } from "./define.ts";

export const normalPdf = definePrimitive({
  name: "normalPdf",
  evaluate: numerics.normalPdf,
  lower: lowered.normalPdf,
  ulp: 6,
  partials: [(x, { out }) => (out === 0 ? 0 : -x * out)],
  domain: [real(-4, 4)],
});

export const normalCdf = definePrimitive({
  name: "normalCdf",
  evaluate: numerics.normalCdf,
  lower: lowered.normalCdf,
  ulp: 7,
  partials: [(x, { normalPdf }) => normalPdf(x)],
  scope: () => ({ normalPdf }),
  domain: [real(-4, 4)],
});

export const inverseMills = definePrimitive({
  name: "inverseMills",
  evaluate: numerics.inverseMills,
  lower: lowered.inverseMills,
  ulp: 7,
  partials: [(x, { out }) => (out === 0 ? 0 : -out * (x + out))],
  domain: [real(-6, 4)],
});

export const logNormalCdf = definePrimitive({
  name: "logNormalCdf",
  evaluate: numerics.logNormalCdf,
  lower: lowered.logNormalCdf,
  ulp: 7,
  partials: [(x, { inverseMills }) => inverseMills(x)],
  scope: () => ({ inverseMills }),
  domain: [real(-6, 4)],
});

export const erf = definePrimitive({
  name: "erf",
  evaluate: numerics.erf,
  lower: lowered.erf,
  ulp: 4,
  partials: [(x) => 1.1283791670955126 * Math.exp(-x * x)],
  domain: [real(-3, 3)],
});

export const erfc = definePrimitive({
  name: "erfc",
  evaluate: numerics.erfc,
  lower: lowered.erfc,
  ulp: 7,
  partials: [(x) => -1.1283791670955126 * Math.exp(-x * x)],
  domain: [real(-3, 3)],
});

export const sigmoid = definePrimitive({
  name: "sigmoid",
  evaluate: numerics.sigmoid,
  lower: lowered.sigmoid,
  ulp: 4,
  partials: [(_x, { out }) => out * (1 - out)],
  domain: [real(-6, 6)],
});

export const softplus = definePrimitive({
  name: "softplus",
  evaluate: numerics.softplus,
  lower: lowered.softplus,
  ulp: 4,
  partials: [(x, { sigmoid }) => sigmoid(x)],
  scope: () => ({ sigmoid }),
  domain: [real(-6, 6)],
});

/** The derivative of order `n + 1` of `lgamma`. */
export const polygamma = definePrimitive({
  name: "polygamma",
  evaluate: numerics.polygamma,
  partials: [undefined, (n, x, { polygamma }) => polygamma(n + 1, x)],
  scope: (): Readonly<Record<string, unknown>> => ({ polygamma }),
  domain: [integer(0, 4), real(0.3, 8)],
});

export const digamma = definePrimitive({
  name: "digamma",
  evaluate: numerics.digamma,
  lower: lowered.digamma,
  ulp: 9,
  partials: [(x, { polygamma }) => polygamma(1, x)],
  scope: () => ({ polygamma }),
  domain: [real(0.3, 8)],
});

export const lgamma = definePrimitive({
  name: "lgamma",
  evaluate: numerics.lgamma,
  lower: lowered.lgamma,
  ulp: 7,
  partials: [(x, { digamma }) => digamma(x)],
  scope: () => ({ digamma }),
  domain: [real(0.3, 8)],
});

/**
 * The distance `d` in units of a noise `width`, as a threshold on that noise. A width of zero leaves the hard answer:
 * an infinite threshold, with `tie` deciding at distance zero and `lost` where the distance is NaN.
 */
export const standardise = definePrimitive({
  name: "standardise",
  evaluate: (d: number, width: number, tie: number, lost: number): number => {
    if (Number.isNaN(d)) return lost;
    if (!Number.isFinite(d)) return d;
    if (width > 0) return d / width;
    return d > 0 ? Number.POSITIVE_INFINITY : d < 0 ? Number.NEGATIVE_INFINITY : tie;
  },
  lower: (l, d, width, tie, lost) => {
    const side = l.select(l.gt(d, l.k(0)), l.k(Infinity), l.select(l.lt(d, l.k(0)), l.k(-Infinity), tie));
    const finite = l.select(l.gt(width, l.k(0)), l.div(d, width), side);
    return l.select(l.ne(d, d), lost, l.select(l.eq(l.sub(d, d), l.k(0)), finite, d));
  },
  partials: [(_d, width) => (width > 0 ? 1 / width : 0), undefined, undefined, undefined],
  domain: [real(-4, 4), real(0.5, 2), real(-1, 1), real(-1, 1)],
});

/** The distribution function of a logistic variable with standard deviation 1. */
export const logisticCdf = definePrimitive({
  name: "logisticCdf",
  evaluate: (z: number) => numerics.sigmoid(1.8137993642342178 * z),
  lower: (l, z) => lowered.sigmoid(l, l.let(l.mul(l.k(1.8137993642342178), z))),
  ulp: 4,
  partials: [(_z, { out }) => 1.8137993642342178 * out * (1 - out)],
  domain: [real(-4, 4)],
});

/** The density of a triweight variable with standard deviation 1; it vanishes beyond 3. */
export const triweightPdf = definePrimitive({
  name: "triweightPdf",
  evaluate: (z: number): number => {
    const rest = 1 - (z * z) / 9;
    return Math.abs(z) < 3 ? (35 / 96) * (rest * rest * rest) : 0;
  },
  lower: (l, z) => {
    const rest = l.let(l.sub(l.k(1), l.div(l.mul(z, z), l.k(9))));
    const value = l.mul(l.k(35 / 96), l.mul(l.mul(rest, rest), rest));
    return l.select(l.lt(l.abs(z), l.k(3)), value, l.k(0));
  },
  partials: [(z) => (Math.abs(z) < 3 ? -(35 / 144) * z * (1 - (z * z) / 9) ** 2 : 0)],
  domain: [real(-2.9, 2.9)],
});

/** The distribution function of a triweight variable with standard deviation 1. */
export const triweightCdf = definePrimitive({
  name: "triweightCdf",
  evaluate: (z: number): number => {
    if (!(Math.abs(z) < 3)) return z < 0 ? 0 : z > 0 ? 1 : z;
    const t = (z * z) / 9;
    return 0.5 + (35 / 96) * z * (1 - t * (1 - t * (3 / 5 - t / 7)));
  },
  lower: (l, z) => {
    const t = l.let(l.div(l.mul(z, z), l.k(9)));
    const inner = l.sub(l.k(1), l.mul(t, l.sub(l.k(3 / 5), l.div(t, l.k(7)))));
    const value = l.add(l.k(0.5), l.mul(l.mul(l.k(35 / 96), z), l.sub(l.k(1), l.mul(t, inner))));
    const outside = l.select(l.lt(z, l.k(0)), l.k(0), l.select(l.gt(z, l.k(0)), l.k(1), z));
    return l.select(l.lt(l.abs(z), l.k(3)), value, outside);
  },
  partials: [(z, { triweightPdf }) => triweightPdf(z)],
  scope: () => ({ triweightPdf }),
  domain: [real(-2.9, 2.9)],
});
