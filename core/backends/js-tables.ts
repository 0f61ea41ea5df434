import { type Atom, type Axis, axesOf, chainOf, type Equation, keyOfAtom, type Primitive } from "../program/index.ts";
import { type Block, find, rowOf } from "./js-block.ts";
import { isDear, textOf, textsAt } from "./js-lanes.ts";
import { listedBy } from "./js-loops.ts";
import type { Writer } from "./js-writer.ts";
import { type Register, register } from "./slots.ts";

/** What a value of an item is made of: the list whose columns are read, and whether dear functions are called. */
interface OfItem {
  readonly axis: Axis | undefined;
  readonly isDear: boolean;
  /** The same number for the same value of an item, in whichever loop over the list it is met. */
  readonly id: number;
}

/** What is known of the values of a pass. */
interface Known {
  readonly values: Map<number, OfItem | undefined>;
  readonly ids: Register<string>;
  readonly primitives: Register<Primitive>;
  readonly nests: Map<Axis, number>;
}

const notes = new WeakMap<Writer, Known>();

const knownTo = (w: Writer): Known => {
  const known = notes.get(w) ?? { values: new Map(), ids: register(), primitives: register(), nests: new Map() };
  notes.set(w, known);
  return known;
};

const joined = (w: Writer, { primitive }: Equation, parts: readonly (OfItem | undefined)[]): OfItem | undefined => {
  const axes = new Set(parts.flatMap((part) => part?.axis ?? []));
  if (primitive.kind !== "elementwise" || !primitive.lower || axes.size > 1 || parts.includes(undefined))
    return undefined;
  const [axis] = axes;
  const { ids, primitives } = knownTo(w);
  const id = ids.index(`${primitives.index(primitive)} ${parts.map((part) => part?.id).join(" ")}`);
  return { axis, id, isDear: isDear(primitive) || parts.some((part) => part?.isDear) };
};

const leaf = (w: Writer, atom: Atom): OfItem | undefined => {
  const { ids } = knownTo(w);
  if (atom.kind === "const" || atom.axis === null)
    return { axis: undefined, isDear: false, id: ids.index(keyOfAtom(atom)) };
  const source = w.sources.get(atom.id);
  if (source?.kind !== "column" || atom.axis.extent.kind !== "column") return undefined;
  return { axis: atom.axis, isDear: false, id: ids.index(`column ${source.slot}`) };
};

/** Undefined for a value that depends on anything but the columns of one list and on single numbers. */
const ofItem = (w: Writer, atom: Atom): OfItem | undefined => {
  if (atom.kind === "const") return leaf(w, atom);
  const { values } = knownTo(w);
  if (values.has(atom.id)) return values.get(atom.id);
  const equation = w.definitions.get(atom.id);
  const found = equation
    ? joined(
        w,
        equation,
        equation.inputs.map((input) => ofItem(w, input)),
      )
    : leaf(w, atom);
  values.set(atom.id, found);
  return found;
};

const repeats = ({ loop }: Block): boolean => loop !== undefined && loop.extent.kind !== "where";

const slotOf = ({ extent }: Axis): string | undefined => (extent.kind === "column" ? extent.slot : undefined);

/** In how many loops, one inside the other, the list of an axis is gone through together with this axis. */
const nestOf = (w: Writer, axis: Axis): number => {
  const { nests } = knownTo(w);
  const known = nests.get(axis);
  if (known !== undefined) return known;
  const isSame = (a: Axis): boolean => slotOf(a) === slotOf(axis) && listedBy(a) === listedBy(axis);
  const chains = w.pass.program.equations.flatMap(axesOf).map(chainOf);
  const nest = Math.max(
    0,
    ...chains.filter((chain) => chain.includes(axis)).map((chain) => chain.filter(isSame).length),
  );
  nests.set(axis, nest);
  return nest;
};

/** The block of the loop over a list, and the place before all loops that go through the list again and again. */
const loopsAround = (w: Writer, axis: Axis, from: Block): readonly [Block, Block] | undefined => {
  const own = find(from, (b) => (b.axes.has(axis) ? b : undefined));
  if (own?.loop !== axis || !own.starts.has(axis)) return undefined;
  const around: Block[] = [];
  for (let b = own.outer; b && !b.axes.has(listedBy(axis)); b = b.outer) if (repeats(b)) around.push(b);
  const before = (around.at(-1) ?? own).outer;
  return before && (around.length > 1 || nestOf(w, axis) > 2) ? [own, before] : undefined;
};

/** A loop that fills tables; its lines stand in the block around it, and grow. */
interface Filling {
  readonly inner: Block;
  readonly header: string;
  readonly row: string;
  readonly start: string;
}

const fillings = new WeakMap<Block, Map<string, Filling>>();

const fillingOf = (w: Writer, axis: Axis, before: Block): Filling => {
  const here = fillings.get(before) ?? new Map<string, Filling>();
  fillings.set(before, here);
  const list = `${slotOf(axis)} ${rowOf(before, listedBy(axis))}`;
  const filling = here.get(list) ?? opened(w, axis, before);
  here.set(list, filling);
  return filling;
};

const opened = (w: Writer, axis: Axis, before: Block): Filling => {
  const { inner, header } = w.open(axis, before);
  before.lines.push(`${header} {`, "}");
  return { inner, header: `${header} {`, row: inner.rows.get(axis) ?? "", start: inner.starts.get(axis) ?? "0" };
};

/** The loop that fills tables, for the values of another loop over the same list. */
const seenFrom = (axis: Axis, { inner, row, start }: Filling): Block => ({
  ...inner,
  axes: new Set([axis]),
  loop: axis,
  rows: new Map([[axis, row]]),
  starts: new Map([[axis, start]]),
});

/** Writes a value into the loop that fills tables, without the conditions under which alone it is needed. */
const written = (w: Writer, atom: Atom, inner: Block): string => {
  const key = `item ${ofItem(w, atom)?.id}`;
  const before = inner.names.get(key);
  if (before !== undefined) return before;
  const equation = atom.kind === "const" ? undefined : w.definitions.get(atom.id);
  if (equation?.primitive.kind !== "elementwise") {
    const text = w.value(atom, inner);
    inner.names.set(key, text);
    return text;
  }
  const name = w.fresh("x");
  const text = textOf(
    textsAt(w, inner),
    equation.primitive,
    equation.inputs.map((input) => written(w, input, inner)),
  );
  inner.lines.push(`const ${name} = ${text};`);
  inner.names.set(key, name);
  return name;
};

/**
 * A number of an item that is met in loops inside loops, kept in a table that is filled once before them.
 * @returns how it is read; undefined where it is as well computed in place
 */
export const tabled = (w: Writer, equation: Equation, place: Block): string | undefined => {
  const { output } = equation;
  const { axis, id, isDear } = ofItem(w, output) ?? {};
  const around = axis && isDear && output.dtype === "f64" ? loopsAround(w, axis, place) : undefined;
  if (!axis || !around) return undefined;
  const [own, before] = around;
  const filling = fillingOf(w, axis, before);
  const { inner, header, row, start } = filling;
  const table = inner.names.get(`table ${id}`) ?? w.fresh("m");
  if (!inner.names.has(`table ${id}`)) {
    inner.names.set(`table ${id}`, table);
    w.root.lines.push(`const ${table} = [];`);
    const first = before.lines.indexOf(header) + 1;
    const count = inner.lines.length;
    const value = written(w, output, seenFrom(axis, filling));
    inner.lines.push(`${table}[${row} - ${start}] = ${value};`);
    before.lines.splice(first, count, ...inner.lines.map((line) => `  ${line}`));
  }
  return `${table}[${rowOf(own, axis)} - ${own.starts.get(axis)}]`;
};
