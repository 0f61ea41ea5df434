import { cotangent, edges } from "../workloads/spectrum.ts";
import { flatEvents } from "../workloads/w1-events.ts";
import { labelledEvents, layersOf } from "../workloads/w3-events.ts";
import { answer, type Runs } from "./answer.ts";
import { type Loss, runsOf, type Tensorflow, tensorflow } from "./tensorflow.ts";

const [workload = "W1", size = "0", home = ""] = process.argv.slice(2);
const events = Number(size);

const w1 = (tf: Tensorflow): Runs => {
  const { add, sub, mul } = tf;
  const { met, mass, weight } = flatEvents(events);
  const [mets, masses, weights] = [met, mass, weight].map((values) =>
    tf.tensor(Float32Array.from(values), [1, events]),
  );
  const bounds = tf.tensor(Float32Array.from(edges), [edges.length, 1]);
  const factors = Float32Array.from(edges, (_, k) => (cotangent[k - 1] ?? 0) - (cotangent[k] ?? 0));
  const factor = tf.tensor(factors, [edges.length, 1]);
  if (!mets || !masses || !weights) throw new Error("a column is missing");
  const loss: Loss = (cut, shift) => {
    if (!cut || !shift) throw new Error("a parameter is missing");
    const kept = mul(weights, tf.sigmoid(mul(sub(mets, cut), 0.1)));
    const z = sub(bounds, mul(masses, add(shift, 1)));
    const under = mul(add(tf.erf(mul(z, Math.SQRT1_2)), 1), 0.5);
    return tf.sum(mul(mul(under, kept), factor));
  };
  return runsOf(tf, loss, [tf.scalar(50), tf.scalar(0.01)], (all) => all);
};

const w3 = (tf: Tensorflow): Runs => {
  const { add, sub, mul, matMul } = tf;
  const { x, y, weights } = labelledEvents(events);
  const tensor = (values: Float64Array, shape: readonly number[]) => tf.tensor(Float32Array.from(values), shape);
  const [inputs, targets] = [tensor(x, [events, 8]), tensor(y, [events, 1])];
  const { w1, b1, w2, b2, w3, b3 } = layersOf(weights);
  const parameters = [
    tensor(w1, [8, 32]),
    tensor(b1, [1, 32]),
    tensor(w2, [32, 32]),
    tensor(b2, [1, 32]),
    tensor(w3, [32, 1]),
    tensor(b3, [1, 1]),
  ];
  const loss: Loss = (m1, r1, m2, r2, m3, r3) => {
    if (!m1 || !r1 || !m2 || !r2 || !m3 || !r3) throw new Error("a layer is missing");
    const h1 = tf.tanh(add(matMul(inputs, m1), r1));
    const h2 = tf.tanh(add(matMul(h1, m2), r2));
    const z = add(matMul(h2, m3), r3);
    return tf.sum(sub(tf.softplus(z), mul(z, targets)));
  };
  return runsOf(tf, loss, parameters, ([value = 0, ...slopes]) => [
    value,
    Math.hypot(...slopes),
    slopes.reduce((sum, slope) => sum + slope, 0),
  ]);
};

await answer(async () => {
  const tf = await tensorflow(home);
  return workload === "W1" ? w1(tf) : w3(tf);
});
