import { powers } from "../primitives/index.ts";
import { axisSetting, type Settings } from "../program/index.ts";

/** How many cells an axis of moments has. */
export const cellsOf = (settings: Settings): number => {
  const extent = axisSetting(settings, "axis")?.extent;
  if (extent?.kind === "fixed") return extent.size / powers;
  throw new TypeError("moments are kept on a fixed axis");
};

/** The cell of a place among `cells`, of which the first and the last are all that lies outside; -1 for NaN. */
export const cellAt = (place: number, cells: number): number => {
  if (place >= 0) return place < cells - 2 ? Math.floor(place) + 1 : cells - 1;
  return place < 0 ? 0 : -1;
};

/** How far a place is from the centre of its cell; 0 outside. */
export const distanceAt = (place: number, cells: number): number =>
  place >= 0 && place < cells - 2 ? place - Math.floor(place) - 0.5 : 0;

/** How much that distance grows with the place: 1, and 0 outside. */
export const growthAt = (place: number, cells: number): number => (place >= 0 && place < cells - 2 ? 1 : 0);

/** A polynomial of one cell, or a derivative of it. */
export const polynomialAt = (coefficients: Float64Array, place: number, order: number): number => {
  const cells = coefficients.length / powers;
  const cell = cellAt(place, cells);
  const start = cell * powers;
  if (cell <= 0 || cell >= cells - 1) return order === 0 ? (coefficients[start] ?? 0) : 0;
  const d = distanceAt(place, cells);
  let sum = 0;
  for (let k = powers - 1; k >= order; k--) {
    let factor = 1;
    for (let j = 0; j < order; j++) factor *= k - j;
    sum = sum * d + factor * (coefficients[start + k] ?? 0);
  }
  return sum;
};

/** Adds to the moments of the cell of a place: amounts of the powers of its distance, of their derivatives, and so on. */
export const addMoments = (moments: Float64Array, place: number, amounts: readonly number[]): void => {
  const cells = moments.length / powers;
  const start = cellAt(place, cells) * powers;
  if (start < 0) return;
  const [d, growth] = [distanceAt(place, cells), growthAt(place, cells)];
  const derivatives = Float64Array.from(amounts, (_, order) => (order === 0 ? 1 : 0));
  for (let k = 0; k < powers; k++) {
    let sum = 0;
    for (const [order, amount] of amounts.entries()) sum += amount * (derivatives[order] ?? 0);
    moments[start + k] = (moments[start + k] ?? 0) + sum;
    for (let order = amounts.length - 1; order >= 0; order--)
      derivatives[order] =
        (derivatives[order] ?? 0) * d + (order === 0 ? 0 : order * growth * (derivatives[order - 1] ?? 0));
  }
};
