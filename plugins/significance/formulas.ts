import { lambda } from "../../core/index.ts";

/**
 * How much larger the Poisson deviance of n = mu (1 + x) events at an expectation mu is than its parabola mu x^2:
 * 2 ((1 + x) ln(1 + x) - x)/x^2, free of cancellation by a series in y = x/(2 + x) near x = 0.
 * @param x - relative excess, x >= -1
 * @returns 1 at x = 0, 2 at x = -1 and falling; NaN for x < -1. Its derivative at x = -1, infinite, is left out.
 * @example
 * devianceRatio(0); // 1
 */
export const devianceRatio = (x: number): number => {
  const y = x / (2 + x);
  if (Math.abs(y) < 0.1) {
    const t = y * y;
    const high = 1 / 11 + t * (1 / 13 + t * (1 / 15 + t * (1 / 17 + t / 19)));
    const q = 1 / 3 + t * (1 / 5 + t * (1 / 7 + t * (1 / 9 + t * high)));
    return (2 + 2 * y * (1 + y) * q) / (2 + x);
  }
  return x === -1 ? 2 : (2 * ((1 + 1 / x) * Math.log1p(x) - 1)) / x;
};

const ratio = { devianceRatio };

/**
 * The term of one bin in the squared expected discovery significance of a known background,
 * 2 ((s + b) ln(1 + s/b) - s); Z is the square root of the sum over bins.
 * @param s - expected signal [events], s >= 0; a deficit -b <= s < 0 counts as its own squared significance
 * @param b - expected background [events], b >= 0
 * @returns the term of Z^2, stable for small s/b, with value and derivative 0 at s = 0, also in an empty bin; infinite for
 * signal without background, NaN for s < -b and for b < 0
 * @source arXiv:1007.1727 eq. 97
 * @example
 * Math.sqrt(asimov(3, 20) + asimov(5, 10)); // 1.6102802838333
 */
export const asimov = lambda((s: number, b: number, { devianceRatio }: typeof ratio): number => {
  if (b > 0) return ((s * s) / b) * devianceRatio(s / b);
  return s === 0 && b === 0 ? 0 : Math.sqrt(s) / Math.sqrt(b);
}, ratio);

const rates = { asimov, devianceRatio };

/**
 * The term of one bin in the squared expected discovery significance of a background with an uncertainty,
 * 2 ((s + b) ln((s + b)(b + v)/(b^2 + (s + b) v)) - (b^2/v) ln(1 + v s/(b (b + v)))), written as the deviances of the two
 * counts of an on/off measurement with tau = b/v.
 * @param s - expected signal [events], s >= 0; a deficit -b < s < 0 counts as its own squared significance
 * @param b - expected background [events], b >= 0
 * @param v - variance of the expected background, sigma_b^2, v >= 0
 * @returns the term of Z^2, stable for small s/b and small v, with value and derivative 0 at s = 0; `asimov(s, b)` at
 * v = 0; 0 at b = 0 with v > 0
 * @source G. Cowan, Discovery sensitivity for a counting experiment with background uncertainty (2012)
 * @example
 * asimovWithUncertainty(3, 20, 4); // 0.3547
 */
export const asimovWithUncertainty = lambda(
  (s: number, b: number, v: number, { asimov, devianceRatio }: typeof rates): number => {
    const d = b * (b + v) + s * v;
    if (d > 0 && v >= 0) {
      const x = (s * b) / d;
      const w = (s * v) / d;
      return ((s * b) / (b + v)) * (x * devianceRatio(x) + w * devianceRatio(-w));
    }
    return v >= 0 ? asimov(s, b) : Math.sqrt(v);
  },
  rates,
);

/**
 * The significance of an excess of counts on source over counts off source, with its sign:
 * Z^2 = 2 (nOn ln(nOn (1 + tau)/(nOn + nOff)) + nOff ln(nOff (1 + tau)/((nOn + nOff) tau))), written so that it passes
 * smoothly through 0.
 * @param nOn - events in the signal region, nOn >= 0
 * @param nOff - events in the control region, nOff >= 0
 * @param tau - expected background in the control region over that in the signal region, tau > 0
 * @returns Z, negative for a deficit; 0 without any event
 * @source T.-P. Li and Y.-Q. Ma, ApJ 272 (1983) 317, eq. 17, with tau = 1/alpha; arXiv:physics/0702156
 * @example
 * onOff(20, 50, 5); // 2.4789
 */
export const onOff = lambda((nOn: number, nOff: number, tau: number, { devianceRatio }: typeof ratio): number => {
  const n = nOn + nOff;
  if (n === 0) return 0;
  const x = (tau * nOn - nOff) / n;
  const w = (nOn - nOff / tau) / n;
  const mu = n / (1 + tau);
  return x * Math.sqrt(mu * (devianceRatio(x) + devianceRatio(-w) / tau));
}, ratio);
