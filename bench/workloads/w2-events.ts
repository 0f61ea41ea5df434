import type { RecordColumn } from "jagrad/core";
import { randomFrom } from "../queries/random.ts";
import { list, numbers, record, wholeNumbers } from "./columns.ts";

export interface Muon {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly charge: number;
}

export interface MuonEvent {
  readonly muon: readonly Muon[];
}

export interface MuonEvents {
  readonly offsets: Int32Array;
  readonly pt: Float64Array;
  readonly eta: Float64Array;
  readonly phi: Float64Array;
  readonly charge: Int32Array;
  readonly columns: RecordColumn;
}

const cumulative = [0.1, 0.3, 0.7, 0.9];

/** The events of W2: all their numbers of muons are drawn before the muons. */
export const muonEvents = (events: number): MuonEvents => {
  const random = randomFrom(2);
  const offsets = new Int32Array(events + 1);
  for (let i = 0; i < events; i++) {
    const u = random();
    offsets[i + 1] = (offsets[i] ?? 0) + cumulative.filter((bound) => u >= bound).length;
  }
  const size = offsets[events] ?? 0;
  const [pt, eta, phi] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const charge = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    pt[i] = 15 - 25 * Math.log(1 - random());
    eta[i] = 2.4 * (2 * random() - 1);
    phi[i] = Math.PI * (2 * random() - 1);
    charge[i] = random() < 0.5 ? -1 : 1;
  }
  const muon = record({ pt: numbers(pt), eta: numbers(eta), phi: numbers(phi), charge: wholeNumbers(charge) });
  return { offsets, pt, eta, phi, charge, columns: record({ muon: list(offsets, muon) }) };
};

/** The first events as objects. */
export const muonObjects = ({ offsets, pt, eta, phi, charge }: MuonEvents, events: number): readonly MuonEvent[] =>
  Array.from({ length: events }, (_, event) => {
    const first = offsets[event] ?? 0;
    const muon = Array.from({ length: (offsets[event + 1] ?? 0) - first }, (_, k) => ({
      pt: pt[first + k] ?? 0,
      eta: eta[first + k] ?? 0,
      phi: phi[first + k] ?? 0,
      charge: charge[first + k] ?? 0,
    }));
    return { muon };
  });
