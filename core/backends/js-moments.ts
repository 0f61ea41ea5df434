import { powers } from "../primitives/index.ts";
import { type Atom, type Equation, isConstant, keyOfAtom } from "../program/index.ts";
import type { Block } from "./js-block.ts";
import type { Writer } from "./js-writer.ts";
import { cellAt, cellsOf, distanceAt, growthAt, polynomialAt } from "./moments.ts";

/** Moments of one place in cells of one number: the texts of their amounts, by the array they are added to. */
interface Group {
  readonly place: string;
  readonly cells: number;
  /** Of derivatives alone, in cells where few places lie: what lies outside adds nothing. */
  readonly isRare: boolean;
  readonly sums: Map<string, readonly (string | undefined)[]>;
}

const open = new WeakMap<Block, Map<string, Group>>();

/** One loop over powers for all moments of one place. */
const loopOver = (w: Writer, { place, cells, isRare, sums }: Group, { lines }: Block): void => {
  const call = (f: typeof cellAt): string => `f${w.slots.functions.index(f)}(${place}, ${cells})`;
  const [start, k, d, growth] = [w.fresh("i"), w.fresh("k"), w.fresh("d"), w.fresh("d")];
  const orders = Math.max(...[...sums.values()].map((amounts) => amounts.length));
  const power = Array.from({ length: orders }, () => w.fresh("p"));
  const added = [...sums].map(([target, amounts]) => {
    const terms = amounts.flatMap((amount, order) => (amount === undefined ? [] : [`${amount} * ${power[order]}`]));
    return `  ${target}[${start} + ${k}] += ${terms.join(" + ")};`;
  });
  const growths = (order: number): string => (order === 1 ? growth : `${order} * ${growth}`);
  const next = power.map((name, order) =>
    order === 0 ? `  ${name} *= ${d};` : `  ${name} = ${name} * ${d} + ${growths(order)} * ${power[order - 1]};`,
  );
  lines.push(
    ...(isRare ? [`if (${call(growthAt)}) {`] : []),
    `const ${start} = ${powers} * ${call(cellAt)}, ${d} = ${call(distanceAt)};`,
    ...(orders > 1 ? [`const ${growth} = ${call(growthAt)};`] : []),
    `for (let ${k} = 0, ${power.map((name, order) => `${name} = ${order === 0 ? 1 : 0}`).join(", ")}; ${k} < ${powers}; ${k}++) {`,
    ...added,
    ...next.toReversed(),
    "}",
    ...(isRare ? ["}"] : []),
  );
};

/** Writes the amounts of moments into a block; `writeMoments` adds them, when all others of the block are written. */
export const noteMoments = (w: Writer, equation: Equation, target: string, inner: Block): void => {
  const [place, ...amounts] = equation.inputs;
  if (!place) return;
  const cells = cellsOf(equation.settings);
  const here = open.get(inner) ?? new Map<string, Group>();
  open.set(inner, here);
  const key = `${keyOfAtom(place)} ${cells}`;
  const group = here.get(key) ?? {
    ...{ place: w.value(place, inner), cells, sums: new Map() },
    isRare: equation.settings.rare === true,
  };
  here.set(key, group);
  const texts = amounts.map((amount) => (isConstant(amount, 0) ? undefined : w.value(amount, inner)));
  group.sums.set(target, texts);
};

/** Writes the loops over powers of all moments that were noted in a block. */
export const writeMoments = (w: Writer, inner: Block): void => {
  for (const group of open.get(inner)?.values() ?? []) loopOver(w, group, inner);
  open.delete(inner);
};

/** A polynomial of the cell of a place, or a derivative of it. */
export const polynomialText = (w: Writer, { inputs: [array, place], settings }: Equation, at: Block): string => {
  const value = (atom: Atom | undefined): string => (atom ? w.value(atom, at) : "undefined");
  return `f${w.slots.functions.index(polynomialAt)}(${value(array)}, ${value(place)}, ${Number(settings.order)})`;
};
