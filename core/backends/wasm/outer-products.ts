import { mul, sum, weigh } from "../../primitives/index.ts";
import { type Atom, constant, type Equation } from "../../program/index.ts";
import { isNumber, isUniform } from "./linear-forms.ts";
import { computedIn, type LoopOf } from "./steps.ts";

/** Sums over the elements of a loop, of products of each of some numbers of an element with each of others. */
export interface Outer {
  readonly rows: readonly Atom[];
  /** The number one where rows are summed themselves. */
  readonly columns: readonly Atom[];
  /** True where a zero wins over NaN. */
  readonly isWeighed: boolean;
  /** Where the sum of a row times a column goes. */
  readonly sumOf: (row: Atom, column: Atom) => Equation | undefined;
}

/** With fewer sums, they are added up in the loop that computes their terms. */
const fewest = 16;

interface Product {
  readonly equation: Equation;
  readonly x: Atom;
  readonly y: Atom;
  readonly isWeighed: boolean;
}

const nameOf = (atom: Atom): string => (atom.kind === "var" ? String(atom.id) : `=${atom.value}`);

const pairOf = (x: Atom, y: Atom): string => [nameOf(x), nameOf(y)].sort().join(" ");

const productIn = (loop: LoopOf, equation: Equation): Product | undefined => {
  const [term] = equation.inputs;
  const made = term && computedIn(loop, term);
  const isWeighed = made?.primitive === weigh.primitive;
  if (!isWeighed && made?.primitive !== mul.primitive) return undefined;
  const [x, y] = made.inputs.map(loop.schedule.origin);
  const isOne =
    !x || !y || x === y || isUniform(loop.schedule, x) || isUniform(loop.schedule, y) || !isNumber(x) || !isNumber(y);
  return isOne ? undefined : { equation, x, y, isWeighed };
};

/** The rectangles that are full of products: each of its rows times each of its columns. */
const rectanglesOf = (products: readonly Product[]): readonly Outer[] => {
  const byPair = new Map(products.map((product) => [pairOf(product.x, product.y), product]));
  const sumOf = (x: Atom, y: Atom): Equation | undefined => byPair.get(pairOf(x, y))?.equation;
  const partners = new Map<Atom, Atom[]>();
  const meet = (x: Atom, y: Atom): void => {
    const known = partners.get(x);
    if (known) known.push(y);
    else partners.set(x, [y]);
  };
  for (const { x, y } of byPair.values()) {
    meet(x, y);
    meet(y, x);
  }
  const alike = Map.groupBy(partners, ([, others]) => others.map(nameOf).sort().join(" "));
  const taken = new Set<string>();
  const found: Outer[] = [];
  const rectangles = [...alike.values()].map((group) => ({
    rows: group.map(([x]) => x),
    columns: group[0]?.[1] ?? [],
  }));
  const sizeOf = ({ rows, columns }: (typeof rectangles)[number]): number => rows.length * columns.length;
  for (const rectangle of rectangles.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    const { rows, columns } = rectangle;
    const pairs = rows.flatMap((x) => columns.map((y) => pairOf(x, y)));
    if (pairs.length < fewest || pairs.some((pair) => taken.has(pair)) || new Set(pairs).size < pairs.length) continue;
    for (const pair of pairs) taken.add(pair);
    const [long, short] = rows.length >= columns.length ? [rows, columns] : [columns, rows];
    found.push({ rows: long, columns: short, isWeighed: products[0]?.isWeighed ?? false, sumOf });
  }
  return found;
};

/** Many sums of what is computed of each element. */
const rowsOf = (loop: LoopOf, sums: readonly Equation[]): readonly Outer[] => {
  const byRow = new Map<Atom, Equation>();
  for (const equation of sums) {
    const [x] = equation.inputs.map(loop.schedule.origin);
    if (x && isNumber(x) && !isUniform(loop.schedule, x)) byRow.set(x, equation);
  }
  if (byRow.size < fewest) return [];
  return [{ rows: [...byRow.keys()], columns: [constant(1)], isWeighed: false, sumOf: (x) => byRow.get(x) }];
};

/**
 * The sums of a loop that have loops of their own, a few at a time, so that they stay in registers.
 * @param sums - what the loop adds up
 */
export const outersIn = (loop: LoopOf, sums: readonly Equation[]): readonly Outer[] => {
  const added = sums.filter(({ primitive }) => primitive === sum);
  const products = added.flatMap((equation) => productIn(loop, equation) ?? []);
  const rectangles = [true, false].flatMap((isWeighed) =>
    rectanglesOf(products.filter((product) => product.isWeighed === isWeighed)),
  );
  const taken = new Set(rectangles.flatMap(sumsOf));
  return [
    ...rectangles,
    ...rowsOf(
      loop,
      added.filter((equation) => !taken.has(equation)),
    ),
  ];
};

/** All sums of rows times columns. */
export const sumsOf = ({ rows, columns, sumOf }: Outer): readonly Equation[] =>
  rows.flatMap((row) => columns.flatMap((column) => sumOf(row, column) ?? []));
