import type { RecordColumn } from "jagrad/core";
import { randomFrom } from "../queries/random.ts";
import { numbers, record } from "./columns.ts";
import { gauss } from "./spectrum.ts";

/** Nodes of the layers of W3: 8 inputs, twice 32, one output. */
export const [inputs, nodes] = [8, 32];

/** The weights of W3 in their order: a matrix is row by row, inputs first. */
export interface Layers<T> {
  readonly w1: T;
  readonly b1: T;
  readonly w2: T;
  readonly b2: T;
  readonly w3: T;
  readonly b3: T;
}

const sizes: Layers<number> = { w1: inputs * nodes, b1: nodes, w2: nodes * nodes, b2: nodes, w3: nodes, b3: 1 };

export const weightCount = Object.values(sizes).reduce((sum, n) => sum + n, 0);

/** An array of all weights by layers. */
export const layersOf = (weights: Float64Array): Layers<Float64Array> => {
  let first = 0;
  const parts = Object.entries(sizes).map(([name, size]) => {
    const part = weights.subarray(first, first + size);
    first += size;
    return [name, part];
  });
  return Object.fromEntries(parts) as Layers<Float64Array>;
};

export interface Labelled {
  /** Inputs, event by event. */
  readonly x: Float64Array;
  /** 0 or 1. */
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** `x0` to `x7` and `y`. */
  readonly columns: RecordColumn;
}

/** The events of W3, and the weights, which are drawn after them. */
export const labelledEvents = (events: number): Labelled => {
  const random = randomFrom(3);
  const [x, y] = [new Float64Array(events * inputs), new Float64Array(events)];
  for (let i = 0; i < events; i++) {
    let score = 0;
    for (let j = 0; j < inputs; j++) {
      const value = gauss(random);
      x[i * inputs + j] = value;
      score += value * (j % 2 ? 1 : -0.7);
    }
    y[i] = random() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  }
  const weights = Float64Array.from({ length: weightCount }, () => 0.3 * gauss(random));
  const input = (j: number) => numbers(Float64Array.from(y, (_, i) => x[i * inputs + j] ?? 0));
  const named = Object.fromEntries(Array.from({ length: inputs }, (_, j) => [`x${j}`, input(j)] as const));
  return { x, y, weights, columns: record({ ...named, y: numbers(y) }) };
};
