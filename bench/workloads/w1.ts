import { kernelText } from "../native/build.ts";
import { packagePeers, pythonPeers } from "../peers/peers.ts";
import { timed } from "./clock.ts";
import type { Contestant, Workload } from "./contest.ts";
import { nativeContestants, padded, spectraIn, spectrumSums } from "./kernels.ts";
import { laneContestants } from "./lanes.ts";
import { smeared } from "./smeared.ts";
import { weighed } from "./spectrum.ts";
import { tape } from "./tape.ts";
import { densely, inChunks, sigmoid } from "./tape-functions.ts";
import { type FlatEvent, type FlatEvents, flatEvents } from "./w1-events.ts";
import { cut, shift, slope, w1Pipeline } from "./w1-pipeline.ts";

const onTape = ({ met, mass, weight }: FlatEvents, events: number, derivatives: boolean): readonly number[] =>
  inChunks(events, 4096, (first, end) => {
    const on = tape();
    const leaf = (values: Float64Array) => on.leaf(values.subarray(first, end));
    const [by, shiftBy] = [on.number(cut.value), on.number(shift.value)];
    const kept = sigmoid(on, on.multiply(on.number(slope), on.subtract(leaf(met), by)));
    const x = on.multiply(leaf(mass), on.add(on.number(1), shiftBy));
    const total = densely(on, x, on.multiply(leaf(weight), kept));
    if (derivatives) on.pullBack(total);
    return [...total.values, ...by.adjoint, ...shiftBy.adjoint];
  });

const overObjects = (objects: readonly FlatEvent[], parameters: 0 | 2): readonly number[] => {
  const { add, objectives } = smeared(parameters);
  for (const { met, mass, weight } of objects) {
    const kept = 1 / (1 + Math.exp(-slope * (met - cut.value)));
    const amount = weight * kept;
    add(mass * (1 + shift.value), amount, [-amount * (1 - kept) * slope, 0], [0, mass]);
  }
  return objectives();
};

const plainContestants = (data: FlatEvents, events: number): readonly Contestant[] => {
  const { met, mass, weight } = data;
  const objects = Array.from(met, (x, i) => ({ met: x, mass: mass[i] ?? 0, weight: weight[i] ?? 0 }));
  const some = Math.ceil(events / 8);
  return [
    {
      name: "objects",
      events,
      tolerance: 1e-8,
      gradient: timed(() => overObjects(objects, 2)),
      value: timed(() => overObjects(objects, 0)),
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

const size = 204_800;
const published = [73318.6753645894, -1784.632844047955, 471831.0778166774];

export const w1: Workload = {
  name: "W1",
  what: "flat events: a cut as a sigmoid of slope 0.1, a shifted observable, 30 smeared bins; derivatives by both",
  events: size,
  contest: (events) => {
    const data = flatEvents(events);
    const { met, mass, weight } = data;
    return {
      expected: (some) => (some === size ? published : onTape(data, some, true)),
      lanes: () =>
        laneContestants(events, { "jagrad-wasm": 1, "jagrad-js": 1, interpreter: 1 / 64 }, (some) =>
          w1Pipeline(data, some),
        ),
      rivals: () => [
        ...plainContestants(data, events),
        ...nativeContestants("w1", kernelText("w1"), events, {
          inputs: [padded(met), padded(mass), padded(weight)],
          numbers: [events, cut.value, slope, shift.value],
          sums: spectrumSums(2),
          read: spectraIn(weighed),
        }),
      ],
      peers: async () => [
        ...(await pythonPeers("W1", ["jax-relaxed", "jax-chunks"], events, { met, mass, weight })),
        ...(await packagePeers("W1", Math.ceil(events / 4))),
      ],
    };
  },
};
