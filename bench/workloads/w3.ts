import { kernelText } from "../native/build.ts";
import { packagePeers, pythonPeers } from "../peers/peers.ts";
import { timed } from "./clock.ts";
import type { Contestant, Numbers, Workload } from "./contest.ts";
import { nativeContestants } from "./kernels.ts";
import { laneContestants } from "./lanes.ts";
import { tape } from "./tape.ts";
import { inChunks, tanh } from "./tape-functions.ts";
import { overArrays } from "./w3-arrays.ts";
import { inputs, type Labelled, labelledEvents, layersOf, nodes, weightCount } from "./w3-events.ts";
import { overObjects } from "./w3-objects.ts";
import { w3Pipeline } from "./w3-pipeline.ts";

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** The loss, and the Euclidean norm and the sum of its derivatives: 1377 numbers as two. */
export const summary = (loss: number, slopes: Numbers): Numbers => [
  loss,
  Math.hypot(...slopes),
  slopes.reduce((sum, slope) => sum + slope, 0),
];

const onTape = ({ x, y, weights }: Labelled, events: number, derivatives: boolean): Numbers => {
  const [loss = 0, ...slopes] = inChunks(events, 1024, (first, end) => {
    const on = tape();
    const { leaf, unary, product, plusRow, multiply, subtract, sum } = on;
    const { w1, b1, w2, b2, w3, b3 } = layersOf(weights);
    const leaves = [w1, b1, w2, b2, w3, b3].map(leaf);
    const [m1, r1, m2, r2, m3, r3] = leaves as [(typeof leaves)[0], ...typeof leaves];
    if (!m1 || !r1 || !m2 || !r2 || !m3 || !r3) throw new Error("a layer is missing");
    const h1 = tanh(on, plusRow(product(leaf(x.subarray(first * inputs, end * inputs)), m1, inputs), r1));
    const h2 = tanh(on, plusRow(product(h1, m2, nodes), r2));
    const z = plusRow(product(h2, m3, nodes), r3);
    const soft = unary(z, softplus, (z) => 1 / (1 + Math.exp(-z)));
    const total = sum(subtract(soft, multiply(z, leaf(y.subarray(first, end)))));
    if (derivatives) on.pullBack(total);
    return [...total.values, ...leaves.flatMap(({ adjoint }) => [...adjoint])];
  });
  return summary(loss, slopes);
};

const plainContestants = (data: Labelled, events: number): readonly Contestant[] => {
  const objects = Array.from(data.y, (y, i) => ({ x: [...data.x.subarray(i * inputs, (i + 1) * inputs)], y }));
  const arrays = overArrays(events);
  const some = Math.ceil(events / 8);
  const numbers = (derivatives: boolean): Numbers => {
    const { loss, slopes } = overObjects(objects, layersOf(data.weights), derivatives);
    return derivatives ? summary(loss, slopes) : [loss];
  };
  return [
    {
      name: "jagrad-arrays",
      events,
      tolerance: 1e-11,
      gradient: timed(() => {
        const { loss, slopes } = arrays.gradient(data);
        return summary(loss, slopes);
      }),
      value: timed(() => [arrays.value(data)]),
    },
    {
      name: "objects",
      events,
      tolerance: 1e-11,
      gradient: timed(() => numbers(true)),
      value: timed(() => numbers(false)),
    },
    {
      name: "tape",
      events: some,
      tolerance: 1e-11,
      gradient: timed(() => onTape(data, some, true)),
      value: timed(() => onTape(data, some, false).slice(0, 1)),
    },
  ];
};

const size = 32_000;
const published = [22674.035217016557, 16428.401939191262, 23790.6007396068];
const tile = 16;

export const w3: Workload = {
  name: "W3",
  what: "a network of 8, 32, 32 and 1 nodes: the loss and its derivatives by 1377 weights",
  events: size,
  contest: (events) => {
    const data = labelledEvents(events);
    const { x, y, weights } = data;
    const whole = Math.floor(events / tile) * tile;
    return {
      expected: (some) => (events === size && some === size ? published : onTape(data, some, true)),
      lanes: () =>
        laneContestants(
          events,
          { "jagrad-wasm": 1, "jagrad-js": 1 / 8, interpreter: 1 / 1000 },
          (some) => w3Pipeline(data, some),
          summary,
        ),
      rivals: () => [
        ...plainContestants(data, events),
        ...nativeContestants("w3", kernelText("w3"), whole, {
          inputs: [x, y, weights],
          numbers: [whole],
          sums: weightCount + 1,
          read: (sums) => summary(sums[weightCount] ?? Number.NaN, [...sums.subarray(0, weightCount)]),
        }),
      ],
      peers: async () => [
        ...(await pythonPeers("W3", ["jax"], events, { x, y, weights })),
        ...(await packagePeers("W3", events)),
      ],
    };
  },
};
