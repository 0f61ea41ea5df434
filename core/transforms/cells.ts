import { emit } from "../lambda/index.ts";
import { moments, mul, powers, smear, spreadTo, sub } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import type { Edge, Fill } from "./sink.ts";
import { type Step, steps } from "./step.ts";

/** How many cells there are in one width, at least: with 8 powers, what crosses an edge is then off by 3.2e-16 of an entry. */
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

/** Edges that do not lie in one row of cells have a series each, of so many numbers in all. */
const mostInSeries = 2 ** 18;

/** The numbers of edges of which none is a parameter. */
const plainEdges = (edges: readonly Edge[]): readonly number[] | undefined => {
  const numbers = edges.filter((edge) => typeof edge === "number");
  return numbers.length === edges.length ? numbers : undefined;
};

/** The size that all bins have, to rounding. */
const sizeOfBins = (edges: readonly number[]): number | undefined => {
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const size = (last - first) / (edges.length - 1);
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(first), Math.abs(last));
  return edges.every((edge, k) => Math.abs(edge - (first + k * size)) <= rounding) ? size : undefined;
};

/** How bins and what lies within reach of them are cut into cells. */
export interface Cells {
  /** Where the first cell begins. */
  readonly first: number;
  readonly size: number;
  readonly count: number;
  /** The size in widths. */
  readonly step: number;
  /** How many cells on either side of an edge are within reach. */
  readonly beyond: number;
}

/**
 * The cells in which entries can be collected before they are spread: for edges and a width of normal noise that are plain
 * numbers, where that is quicker; undefined otherwise. In bins of one size all edges lie on borders of cells.
 * @param room - how many cells there may be
 */
export const cellsFor = (
  given: readonly Edge[],
  { width, step }: { readonly width: Atom; readonly step: Step },
  room = mostCells,
): Cells | undefined => {
  const edges = plainEdges(given);
  if (!edges || step !== steps.normal || width.kind !== "const") return undefined;
  const range = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  const most = Number(width.value) / perWidth;
  const sizeOfBin = sizeOfBins(edges);
  const size = sizeOfBin ? sizeOfBin / Math.ceil(sizeOfBin / most) : most;
  const beyond = Math.ceil((step.reach * perWidth * most) / size);
  const count = Math.ceil(range / size) + 2 * beyond + 2;
  const edgesInReach = (2 * beyond * size * (edges.length - 1)) / range;
  const inSeries = 2 * beyond * powers * (sizeOfBin ? 1 : edges.length);
  const isQuicker = count <= Math.min(room, mostCellsPerEdge * edgesInReach) && inSeries <= mostInSeries;
  const first = (edges[0] ?? 0) - (beyond + 1) * size;
  return isQuicker ? { first, size, count, step: size / (most * perWidth), beyond } : undefined;
};

/**
 * Spreads amounts of entries at `x` over bins: their moments are collected cell by cell, which costs the same however
 * many bins are within reach, and all cells are spread when the events are over.
 */
export const smearInto = (
  b: Builder,
  { first, size, count, step, beyond }: Cells,
  { x, edges }: { readonly x: Atom; readonly edges: Atom },
  filled: Axis,
  bins: Axis | null,
): ((amount: Atom) => Atom) => {
  const place = emit(b, mul, emit(b, sub, x, constant(first)), constant(1 / size));
  const axis = b.axis("moment", { kind: "fixed", size: (count + 2) * powers }, {});
  const settings = { moments: axis, bins, first, size, step, beyond, transposed: false };
  return (amount) => b.emit(smear, [b.emit(moments, [place, spreadTo(b, amount, filled)], { axis }), edges], settings);
};
