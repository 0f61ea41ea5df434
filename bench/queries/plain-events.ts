import type { Batch, Column, ListColumn, RecordColumn, Values } from "jagrad/core";
import type { Collision, Jet, Particle } from "../../examples/adl/collision.ts";
import type { Collection } from "./multiplicities.ts";

const recordAt = ({ fields }: RecordColumn, name: string): RecordColumn => {
  const column = fields.get(name);
  if (column?.kind === "record") return column;
  throw new Error(`there is no record ${name}`);
};

const listAt = ({ fields }: RecordColumn, name: string): ListColumn => {
  const column = fields.get(name);
  if (column?.kind === "list") return column;
  throw new Error(`there is no list ${name}`);
};

const numbersAt = (column: Column, name: string): Exclude<Values, BigInt64Array> => {
  const values = column.kind === "record" ? column.fields.get(name) : undefined;
  if (values?.kind === "leaf" && !(values.values instanceof BigInt64Array)) return values.values;
  throw new Error(`there is no column of numbers ${name}`);
};

type Rows<T> = (event: number) => T[];

const rowsOf = <T>({ offsets }: ListColumn, itemAt: (k: number) => T): Rows<T> => {
  return (event) => {
    const items: T[] = [];
    const end = offsets[event + 1] ?? 0;
    for (let k = offsets[event] ?? 0; k < end; k++) items.push(itemAt(k));
    return items;
  };
};

const particlesOf = (list: ListColumn): Rows<Particle> => {
  const [pt, eta, phi] = [numbersAt(list.item, "pt"), numbersAt(list.item, "eta"), numbersAt(list.item, "phi")];
  const [mass, charge] = [numbersAt(list.item, "mass"), numbersAt(list.item, "charge")];
  return rowsOf(list, (k) => ({
    pt: pt[k] ?? 0,
    eta: eta[k] ?? 0,
    phi: phi[k] ?? 0,
    mass: mass[k] ?? 0,
    charge: charge[k] ?? 0,
  }));
};

const jetsOf = (list: ListColumn): Rows<Jet> => {
  const [pt, eta, phi] = [numbersAt(list.item, "pt"), numbersAt(list.item, "eta"), numbersAt(list.item, "phi")];
  const [mass, btag] = [numbersAt(list.item, "mass"), numbersAt(list.item, "btag")];
  return rowsOf(list, (k) => ({
    pt: pt[k] ?? 0,
    eta: eta[k] ?? 0,
    phi: phi[k] ?? 0,
    mass: mass[k] ?? 0,
    btag: btag[k] ?? 0,
  }));
};

const none: Rows<never> = () => [];

/** Makes plain objects of the events of a batch, one when it is asked for; collections that nobody reads are empty. */
export const plainEvents = ({ columns }: Batch, reads: ReadonlySet<Collection>): ((event: number) => Collision) => {
  const met = recordAt(columns, "MET");
  const [metPt, metPhi] = [numbersAt(met, "pt"), numbersAt(met, "phi")];
  const [muons, electrons, jets] = [
    reads.has("Muon") ? particlesOf(listAt(columns, "Muon")) : none,
    reads.has("Electron") ? particlesOf(listAt(columns, "Electron")) : none,
    reads.has("Jet") ? jetsOf(listAt(columns, "Jet")) : none,
  ];
  return (event) => ({
    MET: { pt: metPt[event] ?? 0, phi: metPhi[event] ?? 0 },
    Muon: muons(event),
    Electron: electrons(event),
    Jet: jets(event),
  });
};
