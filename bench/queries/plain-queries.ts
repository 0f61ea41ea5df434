import type { Collision, Particle } from "../../examples/adl/collision.ts";
import { distance, type FourVector, fourVector, massOf, plus, ptOf } from "./four-vector.ts";
import type { Collection } from "./multiplicities.ts";

type Fill = (x: number) => void;

/** A query as it is written for one event after the other, on plain objects. */
export interface PlainQuery {
  readonly reads: readonly Collection[];
  /** What is done with an event, given what fills the histograms. */
  readonly each: (first: Fill, second: Fill) => (event: Collision) => void;
}

const missingPt: PlainQuery = {
  reads: [],
  each: (fill) => (ev) => fill(ev.MET.pt),
};

const jetPt: PlainQuery = {
  reads: ["Jet"],
  each: (fill) => (ev) => {
    for (const jet of ev.Jet) fill(jet.pt);
  },
};

const centralJetPt: PlainQuery = {
  reads: ["Jet"],
  each: (fill) => (ev) => {
    for (const jet of ev.Jet) if (Math.abs(jet.eta) < 1) fill(jet.pt);
  },
};

const twoJets: PlainQuery = {
  reads: ["Jet"],
  each: (fill) => (ev) => {
    if (ev.Jet.filter((jet) => jet.pt > 40).length >= 2) fill(ev.MET.pt);
  },
};

const hasPair = (muons: readonly Particle[]): boolean =>
  muons.some((a, i) =>
    muons.slice(i + 1).some((b) => {
      if (a.charge === b.charge) return false;
      const mass = massOf(plus(fourVector(a), fourVector(b)));
      return mass > 60 && mass < 120;
    }),
  );

const dimuon: PlainQuery = {
  reads: ["Muon"],
  each: (fill) => (ev) => {
    if (hasPair(ev.Muon)) fill(ev.MET.pt);
  },
};

const trijet: PlainQuery = {
  reads: ["Jet"],
  each: (fillPt, fillTag) => (ev) => {
    const jets = ev.Jet.filter((jet) => jet.pt > 15).map((jet) => ({ tag: jet.btag, momentum: fourVector(jet) }));
    let [least, tag]: [number, number] = [Number.POSITIVE_INFINITY, 0];
    let best: FourVector | undefined;
    for (const [i, a] of jets.entries())
      for (let j = i + 1; j < jets.length; j++)
        for (let k = j + 1; k < jets.length; k++) {
          const [b, c] = [jets[j] ?? a, jets[k] ?? a];
          const sum = plus(plus(a.momentum, b.momentum), c.momentum);
          const apart = Math.abs(massOf(sum) - 172.5);
          if (apart < least) {
            least = apart;
            best = sum;
            tag = Math.max(a.tag, b.tag, c.tag);
          }
        }
    if (!best) return;
    fillPt(ptOf(best));
    fillTag(tag);
  },
};

const isolatedJets: PlainQuery = {
  reads: ["Jet", "Muon", "Electron"],
  each: (fill) => (ev) => {
    const leptons = [...ev.Muon, ...ev.Electron].filter((lepton) => lepton.pt > 10);
    const jets = ev.Jet.filter((jet) => jet.pt > 30 && leptons.every((lepton) => distance(jet, lepton) >= 0.4));
    if (jets.length > 0) fill(jets.reduce((sum, jet) => sum + jet.pt, 0));
  },
};

const transverseMass: PlainQuery = {
  reads: ["Muon", "Electron"],
  each: (fill) => (ev) => {
    const leptons = [
      ...ev.Muon.map((particle) => ({ particle, isMuon: true })),
      ...ev.Electron.map((particle) => ({ particle, isMuon: false })),
    ];
    if (leptons.length < 3) return;
    let least = Number.POSITIVE_INFINITY;
    let pair: readonly unknown[] = [];
    for (const [i, a] of leptons.entries())
      for (const b of leptons.slice(i + 1)) {
        if (a.isMuon !== b.isMuon || a.particle.charge === b.particle.charge) continue;
        const apart = Math.abs(massOf(plus(fourVector(a.particle), fourVector(b.particle))) - 91.2);
        if (apart < least) {
          least = apart;
          pair = [a, b];
        }
      }
    if (pair.length === 0) return;
    const others = leptons.filter((lepton) => !pair.includes(lepton)).map(({ particle }) => particle);
    const [first, ...more] = others;
    if (!first) return;
    const { pt, phi } = more.reduce((hardest, lepton) => (lepton.pt > hardest.pt ? lepton : hardest), first);
    fill(Math.sqrt(2 * pt * ev.MET.pt * (1 - Math.cos(phi - ev.MET.phi))));
  },
};

/** The tasks of the benchmark by number, without this library. */
export const plainQueries: ReadonlyMap<number, PlainQuery> = new Map(
  [missingPt, jetPt, centralJetPt, twoJets, dimuon, trijet, isolatedJets, transverseMass].map((query, k) => [
    k + 1,
    query,
  ]),
);
