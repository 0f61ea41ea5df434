import { decay, type Muon } from "./decay.ts";
import type { Random } from "./random.ts";

/** What is true in the simulated events; the analysis does not know the scale. */
export const truth = {
  scale: 0.997,
  resolution: 0.012,
  resonance: { mass: 75, width: 0.4 },
  z: { mass: 91.1876, width: 2.4952 },
} as const;

/** An isotropic decay of a resonance that comes with a jet: its muons are hard. */
const resonance = (random: Random): readonly Muon[] => {
  const { mass, width } = truth.resonance;
  const parent = {
    mass: random.breitWigner(mass, width, 60, 90),
    pt: random.exponential(15),
    rapidity: random.normal(),
  };
  return decay(parent, 2 * random.uniform() - 1, random);
};

/** The angle of a Drell-Yan pair: 1 + cos^2. */
const dipole = (random: Random): number => {
  for (;;) {
    const cosine = 2 * random.uniform() - 1;
    if (2 * random.uniform() < 1 + cosine * cosine) return cosine;
  }
};

const drellYan = (mass: number, random: Random): readonly Muon[] =>
  decay({ mass, pt: random.exponential(10), rapidity: 1.4 * random.normal() }, dipole(random), random);

const zBoson = (random: Random): readonly Muon[] =>
  drellYan(random.breitWigner(truth.z.mass, truth.z.width, 50, 140), random);

/** A mass between 50 and 140 GeV that falls with its fourth power. */
const continuum = (random: Random): readonly Muon[] => {
  const [low, high] = [50 ** -3, 140 ** -3];
  return drellYan((low + (high - low) * random.uniform()) ** (-1 / 3), random);
};

const soft = (mean: number, random: Random): Muon => ({
  pt: 4 + random.exponential(mean),
  eta: 4.8 * random.uniform() - 2.4,
  phi: 2 * Math.PI * random.uniform() - Math.PI,
  charge: random.sign(),
});

/** Two muons that have nothing to do with each other. */
const unrelated = (random: Random): readonly Muon[] => {
  for (;;) {
    const [a, b] = [soft(10, random), soft(10, random)];
    const square = 2 * a.pt * b.pt * (Math.cosh(a.eta - b.eta) - Math.cos(a.phi - b.phi));
    if (square > 50 ** 2 && square < 140 ** 2) return [a, b];
  }
};

const background = (random: Random): readonly Muon[] => {
  const kind = random.uniform();
  return kind < 0.3 ? zBoson(random) : kind < 0.45 ? continuum(random) : unrelated(random);
};

/** What is left of muons in the detector, in no order. */
const detected = (muons: readonly Muon[], random: Random): readonly Muon[] =>
  muons
    .map((muon) => ({ ...muon, pt: muon.pt * truth.scale * Math.exp(truth.resolution * random.normal()) }))
    .filter(({ pt, eta }) => pt > 4 && Math.abs(eta) < 2.4)
    .map((muon) => ({ muon, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ muon }) => muon);

const kinds = { signal: resonance, background } as const;

export type Kind = keyof typeof kinds;

/** One event as the detector sees it; some have a third muon, from a jet. */
export const eventOf = (kind: Kind, random: Random): readonly Muon[] => {
  const muons = kinds[kind](random);
  return detected(random.uniform() < 0.08 ? [...muons, soft(6, random)] : muons, random);
};
