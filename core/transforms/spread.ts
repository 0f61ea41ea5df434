import { emit } from "../lambda/index.ts";
import { max, mul, sub, sumTo, weigh } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant } from "../program/index.ts";
import { type Answers, productOf, stepFor } from "./answers.ts";
import { binOf } from "./bin.ts";
import { cellsFor, smearInto } from "./cells.ts";
import { edgeByEdge, movesOfAxis, movesOfBins } from "./edge-by-edge.ts";
import { type Collected, type Contribution, split } from "./fill.ts";
import { everywhere, isBound, turned } from "./interval.ts";
import type { Noise } from "./noise.ts";
import { noiseKey, type Placed, placedOn, unplaced } from "./placed.ts";
import type { Fill } from "./sink.ts";

/** What an axis of bins has to do with noise. */
interface Spread {
  readonly x: Atom;
  readonly edges: Atom;
  readonly noise: Noise;
}

const spreadAlong = (fill: Fill, { observed }: Contribution, noises: Noises, k: number): Spread => {
  const [x, edges, noise] = [observed[k], fill.edges[k], noises[k]];
  if (x && edges && noise) return { x, edges, noise };
  throw new TypeError("only a noisy observable is spread over bins");
};

type Noises = readonly (Noise | undefined)[];

/**
 * Fills bins with observables of which some are noisy: an entry touches only what is within reach. The last noisy axis
 * goes edge by edge, inside a loop over the bins of each noisy axis before; a histogram with one width is collected in
 * cells instead.
 * @param room - how many cells there may be
 */
export const spread = (
  b: Builder,
  fill: Fill,
  contribution: Contribution,
  noises: Noises,
  before: Answers,
  room: number,
): Collected => {
  const { bins = null, sink } = fill;
  const { observed, weight, chance } = contribution;
  const inner = noises.findLastIndex((noise) => noise !== undefined);
  const { x, edges, noise } = spreadAlong(fill, contribution, noises, inner);
  const { filled, skipped } = split(b, fill.axis, contribution);
  const { axis, places, answers } = observed.reduce<Placed>(
    (placed, y, k) => (k === inner ? unplaced(placed) : placedOn(b, fill, placed, y, noises[k])),
    { axis: filled, places: [], answers: before },
  );
  const key = noiseKey(sink, noise, answers);
  const shared = answers.get(key);
  const step = stepFor(sink, shared);
  const known = shared?.interval ?? everywhere;
  const interval = noise.quantity?.sign === -1 ? turned(b, known) : known;
  const others = productOf(b, new Map([...answers].filter(([name]) => name !== key)));
  const probability = emit(b, mul, chance, others);
  const from = !isBound(interval.low) ? constant(0) : emit(b, step.cdf, interval.low);
  const whole = emit(
    b,
    sub,
    !isBound(interval.high) ? constant(1) : emit(b, step.cdf, emit(b, max, interval.high, interval.low)),
    from,
  );
  const along = { x, edges, width: noise.width, step, interval, whole, from };
  const cells = sink.kind === "histogram" && !shared ? cellsFor(sink.edges, along, room) : undefined;
  const binAt = (place: Atom): Atom => binOf(b, sink, places.with(inner, place));
  const moves = sink.kind === "histogram" ? movesOfAxis(b, axisOf(edges), bins) : movesOfBins(b, bins, binAt);
  const into = cells ? smearInto(b, cells, along, axis, bins) : edgeByEdge(b, along, axis, bins, binAt, moves);
  const content = emit(b, weigh, weight, probability);
  const squared = emit(b, weigh, emit(b, mul, weight, weight), probability);
  const entries = sumTo(b, emit(b, mul, probability, whole), axis, null);
  return { contents: into(content), variances: into(squared), entries, skipped };
};
