import { linspace, parameter, sigmoid } from "jagrad/core";
import { combine, filter, histogram, objective, weight } from "jagrad/ops/diff";
import { kernelText } from "../native/build.ts";
import { pythonPeers, sqlPeer } from "../peers/peers.ts";
import { timed } from "./clock.ts";
import { streamOf } from "./columns.ts";
import type { Contestant, Workload } from "./contest.ts";
import { nativeContestants, padded, spectraIn, spectrumSums } from "./kernels.ts";
import { laneContestants, type Pipeline } from "./lanes.ts";
import { smeared } from "./smeared.ts";
import { weighed } from "./spectrum.ts";
import { tape } from "./tape.ts";
import { densely, inChunks, sigmoid as sigmoidOn } from "./tape-functions.ts";
import { type MuonEvent, type MuonEvents, muonEvents, muonObjects } from "./w2-events.ts";

const slope = 0.2;
const cut = parameter("cut", 25);
const scale = parameter("scale", 0.01);

/** The pairs of opposite charge of W2, weighted by a sigmoid for each muon, and the smeared spectrum of their masses. */
export const w2Pipeline = ({ columns }: MuonEvents, events: number): Pipeline => ({
  stream: streamOf<MuonEvent>(columns, events).pipe(
    combine((ev) => ev.muon, 2),
    filter(([a, b]) => a.charge !== b.charge),
    weight(
      ([a, b], { cut, scale, slope, sigmoid }) =>
        sigmoid(slope * (a.pt * (1 + scale) - cut)) * sigmoid(slope * (b.pt * (1 + scale) - cut)),
      { cut, scale, slope, sigmoid },
    ),
    histogram(
      ([a, b], { scale }) =>
        Math.sqrt(2 * a.pt * b.pt * (Math.cosh(a.eta - b.eta) - Math.cos(a.phi - b.phi))) * (1 + scale),
      { scale },
      { edges: linspace(60, 120, 31), bandwidth: 1 },
    ),
    objective((h) => h.values.map((n, bin) => n * (Math.cos(0.7 * bin) + 1.5)).reduce((sum, x) => sum + x, 0)),
  ),
  parameters: { cut, scale },
});

/** The pairs of opposite charge of some events, as places among all muons less the first of them. */
const pairsOf = ({ offsets, charge }: MuonEvents, first: number, end: number): readonly [Int32Array, Int32Array] => {
  const [left, right]: [number[], number[]] = [[], []];
  const from = offsets[first] ?? 0;
  for (let event = first; event < end; event++)
    for (let i = offsets[event] ?? 0; i < (offsets[event + 1] ?? 0); i++)
      for (let j = i + 1; j < (offsets[event + 1] ?? 0); j++)
        if (charge[i] !== charge[j]) {
          left.push(i - from);
          right.push(j - from);
        }
  return [Int32Array.from(left), Int32Array.from(right)];
};

const onTape = (data: MuonEvents, events: number, derivatives: boolean): readonly number[] =>
  inChunks(events, 4096, (first, end) => {
    const on = tape();
    const { number, multiply, subtract, add, gather, unary } = on;
    const [left, right] = pairsOf(data, first, end);
    const leaf = (values: Float64Array) => on.leaf(values.subarray(data.offsets[first], data.offsets[end]));
    const [by, scaleBy] = [number(cut.value), number(scale.value)];
    const [pt, eta, phi, scaled] = [leaf(data.pt), leaf(data.eta), leaf(data.phi), add(number(1), scaleBy)];
    const kept = sigmoidOn(on, multiply(number(slope), subtract(multiply(pt, scaled), by)));
    const apart = (x: typeof eta) => subtract(gather(x, left), gather(x, right));
    const angle = subtract(
      unary(apart(eta), Math.cosh, Math.sinh),
      unary(apart(phi), Math.cos, (x) => -Math.sin(x)),
    );
    const squared = multiply(multiply(number(2), multiply(gather(pt, left), gather(pt, right))), angle);
    const mass = unary(squared, Math.sqrt, (_, y) => 1 / (2 * y));
    const total = densely(on, multiply(mass, scaled), multiply(gather(kept, left), gather(kept, right)));
    if (derivatives) on.pullBack(total);
    return [...total.values, ...by.adjoint, ...scaleBy.adjoint];
  });

const overObjects = (objects: readonly MuonEvent[], parameters: 0 | 2): readonly number[] => {
  const { add, objectives } = smeared(parameters);
  const scaled = 1 + scale.value;
  const keeps = ({ pt }: MuonEvent["muon"][number]): number => 1 / (1 + Math.exp(-slope * (pt * scaled - cut.value)));
  for (const { muon } of objects)
    muon.forEach((a, i) => {
      for (const b of muon.slice(i + 1)) {
        if (a.charge === b.charge) continue;
        const mass = Math.sqrt(2 * a.pt * b.pt * (Math.cosh(a.eta - b.eta) - Math.cos(a.phi - b.phi)));
        const [s, t] = [keeps(a), keeps(b)];
        const byCut = -s * t * slope * (1 - s + (1 - t));
        const byScale = s * t * slope * ((1 - s) * a.pt + (1 - t) * b.pt);
        add(mass * scaled, s * t, [byCut, byScale], [0, mass]);
      }
    });
  return objectives();
};

const plainContestants = (data: MuonEvents, events: number): readonly Contestant[] => {
  const objects = muonObjects(data, events);
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
const published = [47838.722510388, -3165.7413829467, 69277.826092167];

export const w2: Workload = {
  name: "W2",
  what: "muons in lists: pairs of opposite charge, a sigmoid for each muon, 30 smeared bins of their mass; derivatives by cut and scale",
  events: size,
  contest: (events) => {
    const data = muonEvents(events);
    const { offsets, pt, eta, phi, charge } = data;
    return {
      expected: (some) => (events === size && some === size ? published : onTape(data, some, true)),
      lanes: () =>
        laneContestants(events, { "jagrad-wasm": 1, "jagrad-js": 1, interpreter: 1 / 128 }, (some) =>
          w2Pipeline(data, some),
        ),
      rivals: () => [
        ...plainContestants(data, events),
        ...nativeContestants("w2", kernelText("w2"), events, {
          inputs: [offsets, padded(pt), padded(eta), padded(phi), padded(Float64Array.from(charge))],
          numbers: [events, cut.value, slope, scale.value],
          sums: spectrumSums(2),
          read: spectraIn(weighed),
        }),
      ],
      peers: async () => [
        await sqlPeer(events, { cut: cut.value, scale: scale.value, slope }),
        ...(await pythonPeers("W2", ["awkward-numpy", "awkward-jax"], events, {
          offsets,
          pt,
          eta,
          phi,
          charge: Float64Array.from(charge),
        })),
      ],
    };
  },
};
