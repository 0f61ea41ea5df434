import type { Random } from "../dimuon/random.ts";
import type { Collision, Electron, Jet, Muon } from "./collision.ts";
import { decayed, type FourVector, fourVector } from "./four-vector.ts";

/** What leaves a collision, before a detector sees it. */
interface Particles {
  readonly light: FourVector[];
  readonly b: FourVector[];
  readonly electron: FourVector[];
  readonly muon: FourVector[];
}

const masses = { top: 172.5, w: 80.4, b: 4.8 } as const;

const azimuth = (random: Random): number => 2 * Math.PI * random.uniform();

const poisson = (mean: number, random: Random): number => {
  let n = 0;
  for (let left = random.uniform(); left > Math.exp(-mean); n++) left *= random.uniform();
  return n;
};

/** The decay of a W boson: one in nine to an electron, a muon, or a tau, of which a jet is left; otherwise two jets. */
const wDecay = (w: FourVector, kind: number, random: Random, { light, electron, muon }: Particles): void => {
  const [a, b] = decayed(w, [masses.w, 0, 0], random);
  if (kind < 1 / 9) electron.push(a);
  else if (kind < 2 / 9) muon.push(a);
  else if (kind < 3 / 9) light.push({ px: a.px / 2, py: a.py / 2, pz: a.pz / 2, e: a.e / 2 });
  else light.push(a, b);
};

/** Jets that have nothing to do with what decays: their number, and how fast their spectrum falls [GeV]. */
const radiation = (mean: number, slope: number, random: Random, { light }: Particles): void => {
  const count = poisson(mean, random);
  for (let k = 0; k < count; k++)
    light.push(fourVector(0, 12 + random.exponential(slope), azimuth(random), 2.2 * random.normal()));
};

const topPair = (random: Random, to: Particles): void => {
  const mass = 2 * masses.top + 1 + random.exponential(110);
  const pair = fourVector(mass, random.exponential(45), azimuth(random), 0.8 * random.normal());
  for (const top of decayed(pair, [mass, masses.top, masses.top], random)) {
    const [b, w] = decayed(top, [masses.top, masses.b, masses.w], random);
    to.b.push(b);
    wDecay(w, random.uniform(), random, to);
  }
  radiation(4, 17, random, to);
};

/** One in ten comes with a pair of b quarks. */
const wJets = (random: Random, to: Particles): void => {
  const w = fourVector(masses.w, random.exponential(35), azimuth(random), 1.2 * random.normal());
  wDecay(w, (2 / 9) * random.uniform(), random, to);
  radiation(4, 20, random, to);
  if (random.uniform() < 0.1)
    for (let k = 0; k < 2; k++)
      to.b.push(fourVector(masses.b, 15 + random.exponential(25), azimuth(random), 1.2 * random.normal()));
};

const direction = ({ px, py, pz }: FourVector) => {
  const pt = Math.hypot(px, py);
  return { pt, eta: Math.asinh(pz / pt), phi: Math.atan2(py, px) };
};

const jetOf =
  (tagged: number, random: Random) =>
  (p: FourVector): Jet => {
    const { pt, eta, phi } = direction(p);
    const measured = pt * Math.max(0.1, 1 + (0.05 + 0.6 / Math.sqrt(pt)) * random.normal());
    return {
      pt: measured,
      eta,
      phi,
      mass: measured * (0.08 + 0.08 * random.uniform()),
      btagCSVV2: 0.5 * random.uniform() + (random.uniform() < tagged ? 0.5 : 0),
      jetId: random.uniform() < 0.97 ? 6 : 0,
    };
  };

const electronOf =
  (random: Random) =>
  (p: FourVector): Electron => ({
    ...direction(p),
    cutBased: random.uniform() < 0.65 ? 4 : 2,
    sip3d: random.exponential(1),
  });

const muonOf =
  (random: Random) =>
  (p: FourVector): Muon => ({
    ...direction(p),
    tightId: random.uniform() < 0.95,
    sip3d: random.exponential(1),
    pfRelIso04_all: random.exponential(0.06),
  });

const processes = { ttbar: topPair, wjets: wJets } as const;

export type ProcessName = keyof typeof processes;

/** One simulated event as a detector sees it: jets above 15 GeV, the hardest first. */
export const simulated = (process: ProcessName, event: number, random: Random): Collision => {
  const particles: Particles = { light: [], b: [], electron: [], muon: [] };
  processes[process](random, particles);
  const jets = [...particles.b.map(jetOf(0.8, random)), ...particles.light.map(jetOf(0.1, random))];
  return {
    event,
    Jet: jets.filter(({ pt, eta }) => pt > 15 && Math.abs(eta) < 4.7).sort((a, b) => b.pt - a.pt),
    Electron: particles.electron.map(electronOf(random)),
    Muon: particles.muon.map(muonOf(random)),
  };
};
