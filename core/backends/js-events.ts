import { type Column, type LeafColumn, type Validity, valuesFor } from "../columns/index.ts";
import { type Atom, type Axis, chainOf, isConstant, pathBetween } from "../program/index.ts";
import type { LeafShape, ListShape, RecordShape, Shape } from "../transforms/index.ts";
import { codeIn, leafAt } from "./columns.ts";
import { type Environment, type Rows, type Supply, scalar } from "./environment.ts";
import type { EventKernel, EventLane, EventPass } from "./event-lane.ts";
import type { Read } from "./homes.ts";
import { type Block, block, close } from "./js-block.ts";
import { bound } from "./js-lane.ts";
import { along } from "./js-loops.ts";
import { sourceOf, writerOf } from "./js-source.ts";
import type { Writer } from "./js-writer.ts";
import { slotBehind } from "./physical.ts";
import { interpreterEventLane } from "./shape-columns.ts";
import { whole } from "./whole.ts";

/** What generated code wrote, array by array, about some rows. */
interface Written {
  readonly arrays: readonly (readonly (number | bigint)[])[];
  readonly rows: Rows;
}

/** Makes a column of `size` rows from what was written. */
type Reader<C extends Column> = (written: Written, size: number) => C;

const floats = (from: readonly (number | bigint)[], size: number): Float64Array => {
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) out[i] = Number(from[i]);
  return out;
};

interface Writing {
  readonly pass: EventPass;
  readonly w: Writer;
  /** Appends the value of a text to an array of its own in each pass through a block; the number of the array. */
  readonly push: (place: Block, text: string) => number;
}

const bitsFrom = (present: readonly (number | bigint)[]): Validity | undefined => {
  if (present.every((there) => there === 1)) return undefined;
  const bits = new Uint8Array((present.length + 7) >> 3);
  for (let i = 0; i < present.length; i++) if (present[i] === 1) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
};

/** The bits of what is there, by an array of zeros and ones where something may be missing. */
const validityOf = (
  { w, push }: Writing,
  present: Atom,
  place: Block,
): ((written: Written) => Validity | undefined) => {
  if (isConstant(present, true)) return () => undefined;
  const k = push(place, `${w.value(present, place)} ? 1 : 0`);
  return ({ arrays }) => bitsFrom(arrays[k] ?? []);
};

const ifThere = ({ w }: Writing, present: Atom, place: Block, text: string, zero: string): string =>
  isConstant(present, true) ? text : `${w.value(present, place)} ? ${text} : ${zero}`;

const leafReader = (writing: Writing, leaf: LeafShape, place: Block): Reader<LeafColumn> => {
  const { pass, w, push } = writing;
  const { atom, present, word } = leaf;
  const dtype = pass.types.get(leaf) ?? "f64";
  const validity = validityOf(writing, present, place);
  if (word !== undefined)
    return (written, size) => ({
      kind: "leaf",
      dtype,
      values: new Int32Array(size),
      dictionary: [word],
      validity: validity(written),
    });
  const value = w.value(atom, place);
  const text = atom.dtype === "bool" ? `(${value} ? 1 : 0)` : value;
  const k = push(place, ifThere(writing, present, place, text, atom.dtype === "i64" ? "0n" : "0"));
  const slot = slotBehind(pass.b, atom);
  const slopes = pass.tangents
    .get(leaf)
    ?.map((slope) => slope && push(place, ifThere(writing, present, place, w.value(slope, place), "0")));
  return (written, size) => {
    const values = valuesFor(dtype, size);
    const from = written.arrays[k] ?? [];
    if (values instanceof BigInt64Array) for (let i = 0; i < size; i++) values[i] = BigInt(from[i] ?? 0);
    else if (dtype === "i32") for (let i = 0; i < size; i++) values[i] = whole(Number(from[i]));
    else for (let i = 0; i < size; i++) values[i] = Number(from[i]);
    const dictionary = slot === undefined ? undefined : leafAt(written.rows.columns, slot).dictionary;
    const tangent = slopes?.map((s) =>
      s === undefined ? new Float64Array(size) : floats(written.arrays[s] ?? [], size),
    );
    return {
      kind: "leaf",
      dtype,
      values,
      ...(dictionary ? { dictionary } : {}),
      validity: validity(written),
      ...(tangent ? { tangent } : {}),
    };
  };
};

const listReader = (writing: Writing, { axis, owner, present, item }: ListShape, place: Block): Reader<Column> => {
  const { w, push } = writing;
  const count = w.fresh("m");
  w.root.lines.push(`let ${count} = 0;`);
  let items: Reader<Column> | undefined;
  const there = isConstant(present, true) ? place : block(place, []);
  along(w, pathBetween(owner, axis), there, (inner) => {
    inner.lines.push(`${count}++;`);
    items = shapeReader(writing, item, inner);
  });
  if (there !== place) close(there, `if (${w.value(present, place)})`);
  const ends = push(place, count);
  return (written, size) => {
    const offsets = new Int32Array(size + 1);
    const from = written.arrays[ends] ?? [];
    for (let i = 0; i < size; i++) offsets[i + 1] = whole(Number(from[i]));
    const inner = items?.(written, offsets[size] ?? 0) ?? { kind: "record", fields: new Map() };
    return { kind: "list", offsets, item: inner };
  };
};

const recordReader = (writing: Writing, { fields, present }: RecordShape, place: Block): Reader<Column> => {
  const validity = validityOf(writing, present, place);
  const readers = [...fields].map(([name, field]) => [name, shapeReader(writing, field, place)] as const);
  return (written, size) => ({
    kind: "record",
    fields: new Map(readers.map(([name, read]) => [name, read(written, size)])),
    validity: validity(written),
  });
};

const shapeReader = (writing: Writing, shape: Shape, place: Block): Reader<Column> => {
  if (shape.kind === "leaf") return leafReader(writing, shape, place);
  return shape.kind === "list" ? listReader(writing, shape, place) : recordReader(writing, shape, place);
};

/** Where each atom of a shape is read. */
const readsOfShape = (tangents: EventPass["tangents"], shape: Shape, places: ReadonlySet<Axis>): readonly Read[] => {
  const here = (atom: Atom): Read => [atom, places];
  if (shape.kind === "leaf") {
    const slopes = (tangents.get(shape) ?? []).filter((slope) => slope !== undefined);
    return [shape.present, shape.atom, ...slopes].map(here);
  }
  if (shape.kind === "list") {
    const inside = new Set([...places, ...pathBetween(shape.owner, shape.axis)]);
    return [here(shape.present), ...readsOfShape(tangents, shape.item, inside)];
  }
  return [here(shape.present), ...[...shape.fields.values()].flatMap((field) => readsOfShape(tangents, field, places))];
};

/** What the code is handed by variable: everything that is not read row by row. */
const givenTo = (pass: EventPass, rows: Rows, supply: Supply): Environment => {
  const given: Environment = new Map();
  for (const input of pass.program.inputs) {
    const { source, variable } = input;
    if (source.kind === "code") given.set(variable.id, scalar(codeIn(rows.columns, source.slot, source.word)));
    else if (source.kind !== "column" && source.kind !== "validity" && source.kind !== "event")
      given.set(variable.id, supply(input));
  }
  return given;
};

const prepare = (pass: EventPass): EventKernel => {
  const { b, rows, program, tangents } = pass;
  const axis = isConstant(rows.kept, true)
    ? rows.axis
    : b.axis(`${rows.axis.name}|kept`, { kind: "where", mask: rows.kept }, { parent: rows.axis });
  const places = new Set(chainOf(axis));
  const reads = [rows.shape, rows.weight].flatMap((shape) => readsOfShape(tangents, shape, places));
  const w = writerOf({ program, accumulators: [] }, [[rows.kept, new Set(chainOf(rows.axis))], ...reads]);
  let arrays = 0;
  const push = (place: Block, text: string): number => {
    place.lines.push(`y${arrays}.push(${text});`);
    return arrays++;
  };
  const writing: Writing = { pass, w, push };
  let readers: { readonly event: Reader<Column>; readonly weight: Reader<LeafColumn> } | undefined;
  let perEvent = 0;
  along(w, pathBetween(null, axis), w.root, (inner) => {
    const event = shapeReader(writing, rows.shape, inner);
    perEvent = arrays;
    readers = { event, weight: leafReader(writing, rows.weight, inner) };
  });
  const names = Array.from({ length: arrays }, (_, k) => `const y${k} = A[${k}];`);
  const kernel = bound(sourceOf(w, names, []));
  if (!kernel || !readers) return interpreterEventLane.prepare(pass);
  const { event, weight } = readers;
  return (tile, supply) => {
    const written: Written = { arrays: Array.from({ length: arrays }, (): number[] => []), rows: tile };
    kernel(tile, givenTo(pass, tile, supply), written.arrays);
    const size = written.arrays[perEvent]?.length ?? 0;
    return { event: event(written, size), weight: weight(written, size), size };
  };
};

/** Generated JavaScript with fused loops; where code may not be made from text, the interpreter. */
export const jsEventLane: EventLane = { name: "javascript", prepare };
