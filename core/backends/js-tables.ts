import type { Atom, Axis, Equation } from "../program/index.ts";
import { type Block, find, mark, rowOf } from "./js-block.ts";
import { isDear, textOf, textsAt } from "./js-lanes.ts";
import { listedBy } from "./js-loops.ts";
import type { Writer } from "./js-writer.ts";

/** What a value of an item is made of: the list whose columns are read, and whether dear functions are called. */
interface OfItem {
  readonly axis: Axis | undefined;
  readonly isDear: boolean;
}

const known = new WeakMap<Writer, Map<number, OfItem | undefined>>();

const joined = ({ primitive }: Equation, parts: readonly (OfItem | undefined)[]): OfItem | undefined => {
  const axes = new Set(parts.flatMap((part) => part?.axis ?? []));
  if (
    primitive.kind !== "elementwise" ||
    !(primitive.lower || isDear(primitive)) ||
    axes.size > 1 ||
    parts.includes(undefined)
  )
    return undefined;
  const [axis] = axes;
  return { axis, isDear: isDear(primitive) || parts.some((part) => part?.isDear) };
};

const inputOf = (w: Writer, atom: Exclude<Atom, { kind: "const" }>): OfItem | undefined => {
  const kind = w.sources.get(atom.id)?.kind;
  if (atom.axis === null) return { axis: undefined, isDear: false };
  return kind === "column" && atom.axis.extent.kind === "column" ? { axis: atom.axis, isDear: false } : undefined;
};

/** Undefined for a value that depends on anything but the columns of one list and on single numbers. */
const ofItem = (w: Writer, atom: Atom): OfItem | undefined => {
  if (atom.kind === "const") return { axis: undefined, isDear: false };
  const seen = known.get(w) ?? new Map<number, OfItem | undefined>();
  known.set(w, seen);
  if (seen.has(atom.id)) return seen.get(atom.id);
  const equation = w.definitions.get(atom.id);
  const found = equation
    ? joined(
        equation,
        equation.inputs.map((input) => ofItem(w, input)),
      )
    : inputOf(w, atom);
  seen.set(atom.id, found);
  return found;
};

const repeats = ({ loop }: Block): boolean => loop !== undefined && loop.extent.kind !== "where";

/** The block of the loop over a list, and the place before all loops that go through the list again and again. */
const loopsAround = (axis: Axis, from: Block): readonly [Block, Block] | undefined => {
  const own = find(from, (b) => (b.axes.has(axis) ? b : undefined));
  if (own?.loop !== axis || !own.starts.has(axis)) return undefined;
  const around: Block[] = [];
  for (let b = own.outer; b && !b.axes.has(listedBy(axis)); b = b.outer) if (repeats(b)) around.push(b);
  const before = around.at(-1)?.outer;
  return around.length > 1 && before ? [own, before] : undefined;
};

/** A loop that fills tables; its lines stand in the block around it, and grow. */
interface Filling {
  readonly inner: Block;
  readonly header: string;
  readonly index: string;
}

const fillings = new WeakMap<Block, Map<Axis, Filling>>();

const fillingOf = (w: Writer, axis: Axis, before: Block): Filling => {
  const here = fillings.get(before) ?? new Map<Axis, Filling>();
  fillings.set(before, here);
  const filling = here.get(axis) ?? opened(w, axis, before);
  here.set(axis, filling);
  return filling;
};

const opened = (w: Writer, axis: Axis, before: Block): Filling => {
  const { inner, header } = w.open(axis, before);
  before.lines.push(`${header} {`, "}");
  return { inner, header: `${header} {`, index: `${inner.rows.get(axis)} - ${inner.starts.get(axis)}` };
};

/** Writes a value into the loop that fills tables, without the conditions under which alone it is needed. */
const written = (w: Writer, atom: Atom, inner: Block): string => {
  const equation = atom.kind === "const" ? undefined : w.definitions.get(atom.id);
  if (equation?.primitive.kind !== "elementwise") return w.value(atom, inner);
  const before = inner.names.get(mark(equation.output));
  if (before !== undefined) return before;
  const name = w.fresh("x");
  const text = textOf(
    textsAt(w, inner),
    equation.primitive,
    equation.inputs.map((input) => written(w, input, inner)),
  );
  inner.lines.push(`const ${name} = ${text};`);
  inner.names.set(mark(equation.output), name);
  return name;
};

/**
 * A number of an item that is met in loops inside loops, kept in a table that is filled once before them.
 * @returns how it is read; undefined where it is as well computed in place
 */
export const tabled = (w: Writer, equation: Equation, place: Block): string | undefined => {
  const { output } = equation;
  const { axis, isDear } = ofItem(w, output) ?? {};
  const around = axis && isDear && output.dtype === "f64" ? loopsAround(axis, place) : undefined;
  if (!axis || !around) return undefined;
  const [own, before] = around;
  const { inner, header, index } = fillingOf(w, axis, before);
  const table = inner.names.get(`table ${mark(output)}`) ?? w.fresh("m");
  if (!inner.names.has(`table ${mark(output)}`)) {
    inner.names.set(`table ${mark(output)}`, table);
    w.root.lines.push(`const ${table} = [];`);
    const start = before.lines.indexOf(header) + 1;
    const count = inner.lines.length;
    const value = written(w, output, inner);
    inner.lines.push(`${table}[${index}] = ${value};`);
    before.lines.splice(start, count, ...inner.lines.map((line) => `  ${line}`));
  }
  return `${table}[${rowOf(own, axis)} - ${own.starts.get(axis)}]`;
};
