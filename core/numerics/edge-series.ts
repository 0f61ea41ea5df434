import { expMinusHalfSquare } from "./exp-square.ts";
import { scaledNormalTail } from "./scaled-normal-tail.ts";

const INV_SQRT_2PI = 0.3989422804014327;

/**
 * What normal noise carries across an edge, as Taylor series about the centres of cells near it.
 *
 * A cell below the edge loses the part that ends above it, one above the edge gains below it what ends there: the first
 * is minus the upper tail, the second the lower one, so that both are relatively accurate. Truncated after `terms` terms
 * the series is off by at most `(step / 2) ** terms / terms!` times the largest derivative of that order.
 *
 * @param step - the width of a cell in standard deviations of the noise
 * @param beyond - how many cells on either side of the edge are within reach
 * @param terms - how many powers of the distance from the centre [cells] there are
 * @param shift - how far the edge is above a border of cells [cells], from -1/2 to 1/2
 * @returns coefficients, cell by cell; that of number `j`, from 0 on, has its centre `beyond - j - 1 / 2 + shift` cells below the edge
 * @source Greengard and Strain 1991, doi:10.1137/0912004: the fast Gauss transform, with Taylor series in place of Hermite ones
 */
export const edgeSeries = (step: number, beyond: number, terms: number, shift = 0): Float64Array => {
  const cells = 2 * beyond;
  const series = new Float64Array(cells * terms);
  const isMirrored = shift === 0;
  for (let j = 0; j < (isMirrored ? beyond : cells); j++) {
    const z = (beyond - j - 0.5 + shift) * step;
    const bell = expMinusHalfSquare(z);
    const tail = bell * scaledNormalTail(Math.abs(z));
    const at = j * terms;
    series[at] = z < 0 ? tail : -tail;
    let scale = -INV_SQRT_2PI * bell;
    let hermite = 1;
    let before = 0;
    for (let k = 1; k < terms; k++) {
      scale *= step / k;
      series[at + k] = scale * hermite;
      const next = z * hermite - (k - 1) * before;
      before = hermite;
      hermite = next;
    }
  }
  if (isMirrored)
    for (let j = 0; j < beyond; j++) {
      let sign = -1;
      const [at, other] = [j * terms, (cells - 1 - j) * terms];
      for (let k = 0; k < terms; k++, sign = -sign) series[other + k] = sign * (series[at + k] ?? 0);
    }
  return series;
};
