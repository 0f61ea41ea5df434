import { axisOf, axisSetting, type StructuralPrimitive } from "../program/index.ts";
import { first } from "./reductions.ts";

/** How many cells on either side of a cell a window around it has. */
export const windowReach = 16;

/** How many cells a window has. */
export const windowCells = 2 * windowReach + 1;

/**
 * What moments change by when each place `u` moves by `slope * u + offset`: moments of order 1 of the same amounts times
 * that motion. Cells outside stay, and a window of cells from the whole number `from` on is left out. The inputs are
 * moments, `slope`, `offset`, `from`; it is made when derivatives by what the last three depend on have been taken.
 */
export const moved: StructuralPrimitive = {
  kind: "structural",
  name: "moved",
  modes: ["linear", "flat", "flat", "flat"],
  dtype: first,
  axis: ([array]) => (array ? axisOf(array) : null),
  jvp: (b, { inputs: [, ...motion], settings }, [tangent]) => tangent && b.emit(moved, [tangent, ...motion], settings),
  vjp: (b, { inputs: [, ...motion], settings }, cotangent) => [
    b.emit(moved, [cotangent, ...motion], { ...settings, transposed: !settings.transposed }),
  ],
};

/**
 * Moments of all cells to which those of a window are added: those of the axis `window`, the first input, to those of the
 * axis `whole`, the third input or zero, from the cell `from` on, the second one. With `transposed`, what lies in the window.
 */
export const inWindow: StructuralPrimitive = {
  kind: "structural",
  name: "inWindow",
  modes: ["linear", "flat", "linear"],
  dtype: first,
  axis: (_inputs, settings) => axisSetting(settings, settings.transposed ? "window" : "whole"),
  jvp: (b, { inputs: [, from], settings }, [tangent, , ofWhole]) =>
    tangent && from ? b.emit(inWindow, [tangent, from, ...(ofWhole ? [ofWhole] : [])], settings) : ofWhole,
  vjp: (b, { inputs: [, from], settings }, cotangent) =>
    from
      ? [b.emit(inWindow, [cotangent, from], { ...settings, transposed: !settings.transposed }), undefined, cotangent]
      : [],
};
