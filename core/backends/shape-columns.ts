import {
  type Column,
  type ColumnDType,
  type LeafColumn,
  type RecordColumn,
  type Validity,
  type Values,
  valuesFor,
} from "../columns/index.ts";
import type { Atom } from "../program/index.ts";
import type { EventRows, LeafShape, ListShape, RecordShape, Shape } from "../transforms/index.ts";
import { leafAt } from "./columns.ts";
import type { Rows } from "./environment.ts";
import type { EventLane, EventPass } from "./event-lane.ts";
import { type Machine, machineOf } from "./interpret.ts";
import { type Elements, outward, rowsBehind, slotBehind } from "./physical.ts";
import { whole } from "./whole.ts";

/** Rows whose weight is a leaf like those of their shape. */
export type WeighedRows = Omit<EventRows, "weight"> & { readonly weight: LeafShape };

/** A pass whose program has run over some rows. */
interface Making extends EventPass {
  readonly m: Machine;
  readonly tile: Rows;
}

/** The values of an atom at some elements. */
const valuesAt = ({ m }: Making, atom: Atom, elements: Elements): Float64Array => {
  const out = new Float64Array(elements.which.length);
  if (atom.kind === "const" || atom.axis === null) return out.fill(m.read(atom, null)[0] ?? 0);
  const values = m.read(atom, atom.axis);
  const which = outward(m, elements, atom.axis);
  for (let i = 0; i < out.length; i++) out[i] = values[which[i] ?? 0] ?? 0;
  return out;
};

/** The bits of what is there; undefined where everything is. */
const bitsOf = (present: Float64Array): Validity | undefined => {
  if (present.every((there) => there !== 0)) return undefined;
  const bits = new Uint8Array((present.length + 7) >> 3);
  present.forEach((there, i) => {
    if (there !== 0) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bits;
};

/** What an atom computes, as values of a type. */
const computed = (make: Making, { atom }: LeafShape, dtype: ColumnDType, elements: Elements, present: Float64Array) => {
  const values = valuesAt(make, atom, elements);
  const out = valuesFor(dtype, values.length);
  if (out instanceof BigInt64Array) throw new TypeError("64-bit whole numbers are not computed");
  for (let i = 0; i < out.length; i++) {
    const x = present[i] ? (values[i] ?? 0) : 0;
    out[i] = dtype === "i32" ? whole(x) : x;
  }
  return out;
};

/** Rows of a column as they are; of another type of numbers where the leaf has one. */
const gathered = (from: Values, dtype: ColumnDType, which: Int32Array, present: Float64Array): Values => {
  const out = valuesFor(dtype, which.length);
  for (let i = 0; i < which.length; i++) {
    const row = present[i] ? (which[i] ?? -1) : -1;
    if (row < 0) continue;
    if (out instanceof BigInt64Array) out[i] = BigInt(from[row] ?? 0);
    else out[i] = Number(from[row] ?? 0);
  }
  return out;
};

const leafOf = (make: Making, leaf: LeafShape, elements: Elements): LeafColumn => {
  const present = valuesAt(make, leaf.present, elements);
  const validity = bitsOf(present);
  const dtype = make.types.get(leaf) ?? "f64";
  if (leaf.word !== undefined)
    return { kind: "leaf", dtype, values: new Int32Array(present.length), dictionary: [leaf.word], validity };
  const slot = slotBehind(make.b, leaf.atom);
  if (slot !== undefined) {
    const { values, dictionary } = leafAt(make.tile.columns, slot);
    const which = rowsBehind(make.b, make.m, leaf.atom, elements);
    return { kind: "leaf", dtype, values: gathered(values, dtype, which, present), dictionary, validity };
  }
  const values = computed(make, leaf, dtype, elements, present);
  const tangent = make.tangents.get(leaf)?.map((atom) => {
    const slopes = atom ? valuesAt(make, atom, elements) : new Float64Array(present.length);
    for (let i = 0; i < slopes.length; i++) if (!present[i]) slopes[i] = 0;
    return slopes;
  });
  return { kind: "leaf", dtype, values, validity, ...(tangent ? { tangent } : {}) };
};

const listOf = (make: Making, { axis, owner, present, item }: ListShape, elements: Elements): Column => {
  const { t } = make.m;
  const there = valuesAt(make, present, elements);
  const starts = t.starts(axis, owner);
  const owners = owner ? outward(make.m, elements, owner) : elements.which.map(() => 0);
  const offsets = new Int32Array(owners.length + 1);
  for (let i = 0; i < owners.length; i++) {
    const o = there[i] ? (owners[i] ?? -1) : -1;
    offsets[i + 1] = (offsets[i] ?? 0) + (o < 0 ? 0 : (starts[o + 1] ?? 0) - (starts[o] ?? 0));
  }
  const which = new Int32Array(offsets.at(-1) ?? 0);
  for (let i = 0; i < owners.length; i++) {
    const first = starts[owners[i] ?? 0] ?? 0;
    for (let k = offsets[i] ?? 0, j = first; k < (offsets[i + 1] ?? 0); k++, j++) which[k] = j;
  }
  return { kind: "list", offsets, item: columnOfShape(make, item, { axis, which }) };
};

const recordOf = (make: Making, { fields, present }: RecordShape, elements: Elements): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].map(([name, field]) => [name, columnOfShape(make, field, elements)])),
  validity: bitsOf(valuesAt(make, present, elements)),
});

const columnOfShape = (make: Making, shape: Shape, elements: Elements): Column => {
  if (shape.kind === "leaf") return leafOf(make, shape, elements);
  return shape.kind === "list" ? listOf(make, shape, elements) : recordOf(make, shape, elements);
};

/** The events that are kept: what they became, and their weights. */
export interface KeptEvents {
  readonly event: Column;
  readonly weight: LeafColumn;
  readonly size: number;
}

/** The events of a tile that are kept. */
const keptEvents = (make: Making): KeptEvents => {
  const { axis, kept, shape, weight } = make.rows;
  const keep = make.m.read(kept, axis);
  const which = Int32Array.from(
    (function* () {
      for (let i = 0; i < keep.length; i++) if (keep[i]) yield i;
    })(),
  );
  const elements = { axis, which };
  return { event: columnOfShape(make, shape, elements), weight: leafOf(make, weight, elements), size: which.length };
};

/** The reference: the program equation by equation, and then the columns of its shape. */
export const interpreterEventLane: EventLane = {
  name: "interpreter",
  prepare: (pass) => (tile, supply) => keptEvents({ ...pass, m: machineOf(pass.program, tile, supply), tile }),
};
