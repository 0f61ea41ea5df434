import type { Dense } from "../operation.ts";
import { addProduct } from "../products/index.ts";
import { sizeOf, stridesOf } from "./dense.ts";
import { sizesOfLetters, subscriptsOf } from "./subscripts.ts";

/** A loop of a contraction: its size, and how far each array moves with a turn; 0 where it lacks the letter. */
interface Axis {
  readonly size: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Which arrays have the letter: the result and the first operand, the second, both of these; or not the result. */
type Role = "row" | "column" | "sum" | "both";

const one: Dense = { values: Float64Array.of(1), offset: 0, shape: [] };

const roleOf = ({ a, b, c }: Axis): Role => {
  if (c === 0) return "sum";
  if (a !== 0 && b !== 0) return "both";
  return a !== 0 ? "row" : "column";
};

/** Two loops as one, where every array goes through memory alike. */
const merged = (outer: Axis, inner: Axis): Axis | undefined =>
  (["a", "b", "c"] as const).every((array) => outer[array] === inner[array] * inner.size)
    ? { ...inner, size: outer.size * inner.size }
    : undefined;

const joined = (axes: readonly Axis[]): readonly Axis[] => {
  const kept: Axis[] = [];
  for (const axis of axes.filter(({ size }) => size !== 1).toSorted((p, q) => q.c - p.c || q.a - p.a || q.b - p.b)) {
    const last = kept.at(-1);
    const both = last && merged(last, axis);
    if (both) kept[kept.length - 1] = both;
    else kept.push(axis);
  }
  return kept;
};

const still: Axis = { size: 1, a: 0, b: 0, c: 0 };

/** The longest loop of a role: what the product of matrices goes through itself. */
const longest = (axes: readonly Axis[], role: Role): Axis | undefined =>
  axes.reduce<Axis | undefined>(
    (best, axis) => (roleOf(axis) === role && (best === undefined || axis.size > best.size) ? axis : best),
    undefined,
  );

/**
 * Sums of products over the letters that the result lacks.
 * @throws E_SHAPE for sizes that disagree, naming both
 */
export const contractInto = (spec: string, operands: readonly Dense[], result: Dense): void => {
  const { operands: letters, result: kept } = subscriptsOf(spec);
  const sizes = sizesOfLetters(
    spec,
    operands.map(({ shape }) => shape),
    (p, q) => (p === q ? p : undefined),
    String,
  );
  const [a = one, b = one] = operands;
  const { values, offset } = result;
  values.fill(0, offset, offset + sizeOf(result.shape));
  if ([...sizes.values()].includes(0)) return;
  const [ofA, ofB, ofC] = [letters[0] ?? "", letters[1] ?? "", kept];
  const [stepsA, stepsB, stepsC] = [a.shape, b.shape, result.shape].map(stridesOf) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const axes = joined(
    [...sizes].map(([letter, size]) => ({
      size,
      a: stepsA[ofA.indexOf(letter)] ?? 0,
      b: stepsB[ofB.indexOf(letter)] ?? 0,
      c: stepsC[ofC.indexOf(letter)] ?? 0,
    })),
  );
  const sum = longest(axes, "sum");
  const rows = longest(axes, "row");
  const columns = longest(axes, "column");
  const last = sum || (rows && columns) ? undefined : axes.at(-1);
  const inside = last ? [last] : [sum, rows, columns];
  const outside = axes.filter((axis) => !inside.includes(axis));
  const [k, m, n] = [sum ?? still, rows ?? still, columns ?? still];
  const work = (p: number, q: number, to: number): void => {
    if (last) addElements(last, a.values, p, b.values, q, values, to);
    else
      addProduct(
        m.size,
        n.size,
        k.size,
        { values: a.values, offset: p, row: m.a, column: k.a },
        { values: b.values, offset: q, row: k.b, column: n.b },
        { values, offset: to, row: m.c, column: n.c },
      );
  };
  through(outside, 0, a.offset, b.offset, offset, work);
};

const through = (
  axes: readonly Axis[],
  depth: number,
  p: number,
  q: number,
  to: number,
  work: (p: number, q: number, to: number) => void,
): void => {
  const axis = axes[depth];
  if (!axis) work(p, q, to);
  else
    for (let i = 0; i < axis.size; i++) through(axes, depth + 1, p + i * axis.a, q + i * axis.b, to + i * axis.c, work);
};

const addElements = (
  { size, a, b, c }: Axis,
  x: Float64Array,
  first: number,
  y: Float64Array,
  second: number,
  z: Float64Array,
  start: number,
): void => {
  let p = first;
  let q = second;
  let to = start;
  for (let i = 0; i < size; i++) {
    z[to] = (z[to] ?? 0) + (x[p] ?? 0) * (y[q] ?? 0);
    p += a;
    q += b;
    to += c;
  }
};
