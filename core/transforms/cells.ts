import { emit } from "../lambda/index.ts";
import { moments, mul, powers, smear, spreadTo, sub } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import type { Edge, Fill } from "./sink.ts";
import { type Step, steps } from "./step.ts";

/** How many cells there are in one width, at least: with 8 powers, bins are then off by less than rounding. */
const perWidth = 16;

/**
 * Above so many cells, in all or for each edge within reach of an entry, an entry goes edge by edge: that is quicker than
 * moments that do not stay in the cache of a processor.
 */
const mostCells = 8192;
const mostCellsPerEdge = 2048;

/** So many moments all histograms of a pass may keep: 128 MiB. */
const mostMoments = 2 ** 24;

/** How many cells each of `count` fills such as this may have, if the derivatives by all its parameters ride along. */
export const roomFor = (b: Builder, { weight, observed, conditions }: Fill, count: number): number => {
  const { inputs } = b.program([weight, ...observed, ...conditions.map(({ atom }) => atom)]);
  const parameters = inputs.filter(({ source }) => source.kind === "parameter" && source.part === "value");
  const arrays = 2 * (1 + parameters.length) * count;
  return Math.min(mostCells, mostMoments / (powers * arrays));
};

/** Bins of one size. */
interface Uniform {
  readonly first: number;
  readonly size: number;
  readonly count: number;
}

const uniformIn = (edges: readonly Edge[]): Uniform | undefined => {
  const numbers = edges.filter((edge) => typeof edge === "number");
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined || numbers.length < edges.length) return undefined;
  const count = edges.length - 1;
  const size = (last - first) / count;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(first), Math.abs(last));
  const isUniform = numbers.every((edge, k) => Math.abs(edge - (first + k * size)) <= rounding);
  return isUniform && Number.isFinite(size) ? { first, size, count } : undefined;
};

/** How uniform bins and what lies within reach of them are cut into cells. */
export interface Cells {
  readonly bins: Uniform;
  readonly perBin: number;
  /** How many cells on either side of all edges are within reach. */
  readonly beyond: number;
  /** The size of a cell in widths. */
  readonly step: number;
}

/**
 * The cells in which entries can be collected before they are spread: for uniform bins and normal noise of one width that
 * is a plain number; undefined otherwise.
 * @param room - how many cells there may be
 */
export const cellsFor = (edges: readonly Edge[], width: Atom, step: Step, room = mostCells): Cells | undefined => {
  const bins = uniformIn(edges);
  if (!bins || step !== steps.normal || width.kind !== "const") return undefined;
  const inBin = bins.size / Number(width.value);
  const perBin = Math.ceil(perWidth * inBin);
  const size = inBin / perBin;
  const beyond = Math.ceil(step.reach / size);
  const cells = bins.count * perBin + 2 * beyond;
  const edgesInReach = (2 * beyond) / perBin;
  return cells <= Math.min(room, mostCellsPerEdge * edgesInReach) ? { bins, perBin, beyond, step: size } : undefined;
};

/**
 * Spreads amounts of entries at `x` over bins: their moments are collected cell by cell, which costs the same however
 * many bins are within reach, and all cells are spread when the events are over.
 */
export const smearInto = (
  b: Builder,
  { bins: { first, size, count }, perBin, beyond, step }: Cells,
  x: Atom,
  filled: Axis,
  bins: Axis | null,
): ((amount: Atom) => Atom) => {
  const perUnit = perBin / size;
  const place = emit(b, mul, emit(b, sub, x, constant(first - beyond / perUnit)), constant(perUnit));
  const cells = count * perBin + 2 * beyond + 2;
  const axis = b.axis("moment", { kind: "fixed", size: cells * powers }, {});
  const settings = { moments: axis, bins, perBin, beyond, step, transposed: false };
  return (amount) => b.emit(smear, [b.emit(moments, [place, spreadTo(b, amount, filled)], { axis })], settings);
};
