import { fail } from "../errors.ts";
import {
  at,
  broadcast,
  digitize,
  earlier,
  one,
  polynomial,
  position,
  size,
  take,
  tally,
  tallyWithout,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Equation,
  type InputSource,
  type Primitive,
  pathBetween,
  type Var,
} from "../program/index.ts";
import { isReduction } from "./homes.ts";
import { type Block, binding, close, find, mark, plainText, rowOf } from "./js-block.ts";
import { choose } from "./js-choices.ts";
import { textOf, textsAt } from "./js-lanes.ts";
import { countedBefore, countedTo, listedBy, offsetsOf } from "./js-loops.ts";
import { polynomialText } from "./js-moments.ts";
import { reduceGroup } from "./js-reductions.ts";
import { tabled } from "./js-tables.ts";
import { tallyText, tallyWithoutText } from "./js-tally.ts";
import type { Writer } from "./js-writer.ts";

const needed = (equation: Equation): Axis => {
  const axis = axisSetting(equation.settings, "axis");
  if (axis) return axis;
  throw fail("E_SHAPE", { what: `${equation.primitive.name} needs an axis` });
};

const declare = (w: Writer, place: Block, atom: Var, name: string, text: string): void => {
  place.lines.push(`const ${name} = ${text};`);
  place.names.set(mark(atom), name);
  if (atom.dtype === "f64" || atom.dtype === "i32") w.numbers.add(name);
};

/** A column is read where its axis is open; everything else was handed in. */
const inputText = (w: Writer, variable: Var, source: InputSource | undefined, from: Block): string => {
  if (source?.kind !== "column" && source?.kind !== "validity" && source?.kind !== "event") {
    const k = w.slots.given.index(variable.id);
    return variable.axis ? `a${k}` : `s${k}`;
  }
  const place = binding(from, variable.axis);
  const row = rowOf(from, variable.axis ?? noAxis());
  if (source.kind === "event") return `(N === undefined ? first + ${row} : N[${row}])`;
  const known = place.names.get(mark(variable));
  if (known) return known;
  const name = w.fresh("x");
  const bits = (): string => `q${w.slots.validities.index(source.slot)}`;
  const leaf = (): string => `l${w.slots.leaves.index(source.slot)}[${row}]`;
  const text =
    source.kind === "validity"
      ? `((${bits()}[${row} >> 3] >> (${row} & 7)) & 1) === 1`
      : variable.dtype === "bool"
        ? `${leaf()} === 1`
        : leaf();
  declare(w, place, variable, name, text);
  return name;
};

const noAxis = (): never => {
  throw fail("E_SHAPE", { what: "a column lives on an axis" });
};

const zeros: Readonly<Record<string, string>> = { bool: "false", i64: "0n" };

/** An item chosen by its index: a conditional read, or a block of its own where it is more than a read. */
const itemText = (w: Writer, equation: Equation, place: Block): string => {
  const [x, k] = equation.inputs;
  if (!x || !k) throw fail("E_SHAPE", { what: "an item needs a list and an index" });
  const axis = needed(equation);
  const owner = axisSetting(equation.settings, "owner");
  if (axis.extent.kind === "fixed") return `${w.value(x, place)}[${w.value(k, place)}]`;
  const { found, inner: about } = choose(w, axis, owner, k, place);
  const inner = about();
  const text = w.value(x, inner);
  const zero = zeros[x.dtype] ?? "0";
  const start = `const ${text} = `;
  const [line, ...others] = inner.lines;
  if (others.length === 0 && line?.startsWith(start)) return `${found} ? ${line.slice(start.length, -1)} : ${zero}`;
  const result = w.fresh("y");
  inner.lines.push(`${result} = ${text};`);
  place.lines.push(`let ${result} = ${zero};`);
  close(inner, `if (${found})`);
  return result;
};

/** The block around the loops that are open from an owner to an axis; undefined where an element of them was chosen. */
const aroundLoops = (path: readonly Axis[], place: Block): Block | undefined => {
  const [first] = path;
  const isWhole = (axis: Axis): boolean => {
    const { loop, skips } = binding(place, axis);
    return loop === axis && (skips === undefined || path.includes(skips));
  };
  return first && path.every(isWhole) ? binding(place, first).outer : undefined;
};

/** The number of an element of a filtered or flattened list. */
const counted = (w: Writer, axis: Axis, owner: Axis | null, place: Block): string => {
  const here = binding(place, axis);
  const path = pathBetween(owner, axis);
  const around = aroundLoops(path, place);
  if (!around) return countedTo(w, path, here);
  const name = w.fresh("p");
  around.lines.push(`let ${name} = -1;`);
  here.lines.unshift(`${name}++;`);
  return name;
};

/** How many elements before an element a mask holds for. */
const earlierText = (w: Writer, equation: Equation, place: Block): string => {
  const [mask] = equation.inputs;
  if (!mask) throw fail("E_SHAPE", { what: "a mask is counted" });
  const axis = needed(equation);
  const owner = axisSetting(equation.settings, "owner");
  const here = binding(place, axis);
  const path = pathBetween(owner, axis);
  const around = aroundLoops(path, place);
  if (!around) return countedBefore(w, path, here, (inner) => w.value(mask, inner));
  const [count, before] = [w.fresh("p"), w.fresh("p")];
  around.lines.push(`let ${count} = 0;`);
  const holds = w.value(mask, here);
  here.lines.push(`const ${before} = ${count};`, `if (${holds}) ${count}++;`);
  return before;
};

const positionText = (w: Writer, equation: Equation, place: Block): string => {
  const axis = needed(equation);
  const owner = axisSetting(equation.settings, "owner");
  const isDirect = owner === (axis.onto.parent ?? null);
  if (axis.extent.kind === "range" || (axis.extent.kind === "sorted" && isDirect)) return rowOf(place, axis);
  if (axis.extent.kind === "column" && isDirect)
    return `${rowOf(place, axis)} - ${find(place, (b) => b.starts.get(axis)) ?? "0"}`;
  return counted(w, axis, owner, place);
};

const sizeText = (w: Writer, equation: Equation, place: Block): string => {
  const axis = needed(equation);
  const row = rowOf(place, listedBy(axis));
  const list = offsetsOf(w, axis);
  return `${list}[${row} + 1] - ${list}[${row}]`;
};

type Write = (w: Writer, equation: Equation, place: Block) => string;

const first: Write = (w, { inputs: [x] }, place) => (x ? w.value(x, place) : "0");

/** The text of each primitive that is not elementwise. */
const writers: ReadonlyMap<Primitive, Write> = new Map<Primitive, Write>([
  [one, () => "1"],
  [size, sizeText],
  [position, positionText],
  [polynomial, polynomialText],
  [earlier, earlierText],
  [at, itemText],
  [take, first],
  [tally, tallyText],
  [tallyWithout, tallyWithoutText],
  [
    digitize,
    (w, { inputs: [x, edges] }, place) =>
      x && edges ? `digitize(${w.value(edges, place)}, ${w.value(x, place)})` : "0",
  ],
]);

const elementwise: Write = (w, { primitive, inputs }, place) => {
  if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} has no JavaScript` });
  return textOf(
    textsAt(w, place),
    primitive,
    inputs.map((atom) => w.value(atom, place)),
  );
};

/** The text of a value; its equation is written once, in the block that is its home. */
export const valueText = (w: Writer, atom: Atom, from: Block): string => {
  if (atom.kind === "const") return plainText(atom) ?? `c${w.slots.constants.index(Number(atom.value))}`;
  const equation = w.definitions.get(atom.id);
  if (!equation) return inputText(w, atom, w.sources.get(atom.id), from);
  if (equation.primitive === broadcast) return first(w, equation, from);
  const place = binding(from, w.homes.home(atom));
  const known = place.names.get(mark(atom));
  if (known) return known;
  if (isReduction(equation)) {
    reduceGroup(w, equation, place);
    return place.names.get(mark(atom)) ?? noAxis();
  }
  const write = writers.get(equation.primitive) ?? elementwise;
  const text = tabled(w, equation, place) ?? write(w, equation, place);
  const name = w.fresh("x");
  declare(w, place, atom, name, text);
  return name;
};
