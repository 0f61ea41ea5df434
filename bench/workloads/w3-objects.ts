import { type Layers, nodes } from "./w3-events.ts";

interface Event {
  readonly x: readonly number[];
  readonly y: number;
}

/** One layer of tanh: its nodes from those before. */
const forward = (before: readonly number[], weights: Float64Array, biases: Float64Array): number[] => {
  const after: number[] = [];
  for (let j = 0; j < nodes; j++) {
    let sum = biases[j] ?? 0;
    for (let i = 0; i < before.length; i++) sum += (before[i] ?? 0) * (weights[i * nodes + j] ?? 0);
    after.push(Math.tanh(sum));
  }
  return after;
};

/** Adds to the derivatives by a layer's weights, and gives the adjoints of the nodes before it. */
const backward = (
  before: readonly number[],
  after: readonly number[],
  adjoints: readonly number[],
  weights: Float64Array,
  byWeights: Float64Array,
  byBiases: Float64Array,
): readonly number[] => {
  const inner = after.map((h, j) => (adjoints[j] ?? 0) * (1 - h * h));
  for (let j = 0; j < nodes; j++) byBiases[j] = (byBiases[j] ?? 0) + (inner[j] ?? 0);
  return before.map((value, i) => {
    let adjoint = 0;
    for (let j = 0; j < nodes; j++) {
      const k = i * nodes + j;
      byWeights[k] = (byWeights[k] ?? 0) + value * (inner[j] ?? 0);
      adjoint += (weights[k] ?? 0) * (inner[j] ?? 0);
    }
    return adjoint;
  });
};

const emptyLike = (layers: Layers<Float64Array>): Layers<Float64Array> =>
  Object.fromEntries(
    Object.entries(layers).map(([name, { length }]) => [name, new Float64Array(length)]),
  ) as unknown as Layers<Float64Array>;

/** The loss of W3 and its derivatives, event by event over objects. */
export const overObjects = (
  events: readonly Event[],
  layers: Layers<Float64Array>,
  derivatives: boolean,
): { readonly loss: number; readonly slopes: readonly number[] } => {
  const { w1, b1, w2, b2, w3, b3 } = layers;
  const slopes = emptyLike(layers);
  let loss = 0;
  for (const { x, y } of events) {
    const h1 = forward(x, w1, b1);
    const h2 = forward(h1, w2, b2);
    let z = b3[0] ?? 0;
    for (let i = 0; i < nodes; i++) z += (h2[i] ?? 0) * (w3[i] ?? 0);
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * y;
    if (!derivatives) continue;
    const slope = 1 / (1 + Math.exp(-z)) - y;
    slopes.b3[0] = (slopes.b3[0] ?? 0) + slope;
    for (let i = 0; i < nodes; i++) slopes.w3[i] = (slopes.w3[i] ?? 0) + slope * (h2[i] ?? 0);
    const adjoints = h2.map((_, i) => slope * (w3[i] ?? 0));
    backward(x, h1, backward(h1, h2, adjoints, w2, slopes.w2, slopes.b2), w1, slopes.w1, slopes.b1);
  }
  return { loss, slopes: Object.values(slopes).flatMap((sum: Float64Array) => [...sum]) };
};
