import type { Letters } from "../operation.ts";
import { type Axis, axesOf, type Role } from "../products/index.ts";
import type { Frames } from "./frames.ts";
import { type Address, isLiteral, literal, type MatrixAt, type Multiplication, type Operand } from "./low.ts";
import { further, type Place, productOf } from "./places.ts";

/** A loop of a sum of products: its turns, and how far each array moves with a turn. */
interface Loop {
  readonly role: Role;
  readonly size: Operand;
  readonly steps: readonly [a: Operand, b: Operand, c: Operand];
}

const none = literal(0);

const sizesIn = (letters: readonly string[], places: readonly Place[]): ReadonlyMap<string, Operand> =>
  new Map(letters.flatMap((of, k) => [...of].map((letter, axis) => [letter, places[k]?.shape[axis] ?? none] as const)));

const loopsOf = (f: Frames, { operands, result }: Letters, places: readonly Place[]): readonly Loop[] => {
  const arrays = [...operands, result];
  const sizes = sizesIn(arrays, places);
  const productOver = (letters: string, first: Operand): Operand =>
    productOf(f, [first, ...[...letters].map((letter) => sizes.get(letter) ?? none)]);
  const stepIn = (array: string, { letters }: Axis): Operand => {
    const last = array.indexOf(letters.at(-1) ?? "");
    return last < 0 ? none : productOver(array.slice(last + 1), literal(f.unit));
  };
  return axesOf({ operands, result }).map((axis) => {
    const [a = none, b = none, c = none] = arrays.map((array) => stepIn(array, axis));
    return { role: axis.role, size: productOver(axis.letters, literal(1)), steps: [a, b, c] };
  });
};

/** The longest loop of a role: what a product of matrices goes through itself; the last one of those of unknown length. */
const longest = (loops: readonly Loop[], role: Role): Loop | undefined =>
  loops.reduce<Loop | undefined>((best, loop) => {
    if (loop.role !== role) return best;
    const isShorter = best && isLiteral(loop.size) && (!isLiteral(best.size) || loop.size.literal < best.size.literal);
    return isShorter ? best : loop;
  }, undefined);

const transposed = ({ address, row, column }: MatrixAt): MatrixAt => ({ address, row: column, column: row });

/** How well memory is gone through: in vectors along both factors or along the result, or one number after the other. */
const ease = (f: Frames, { n, a, b, c }: Multiplication): number => {
  const isBeside = (step: Operand): boolean => isLiteral(step) && step.literal === f.unit;
  if (isLiteral(n) && n.literal === 1 && isBeside(a.column) && isBeside(b.row)) return 3;
  if (!isBeside(c.column)) return 0;
  return isBeside(b.column) ? 2 : 1;
};

/** A product, or that of the transposed matrices, whichever is easier. */
const easier = (f: Frames, product: Multiplication): Multiplication => {
  const { m, n, k, a, b, c } = product;
  const other = { m: n, n: m, k, a: transposed(b), b: transposed(a), c: transposed(c) };
  return ease(f, other) > ease(f, product) ? other : product;
};

/**
 * Products of matrices, in loops over the other axes, which make a sum of products.
 * @param isAdded - to what is there
 */
export const lowerProducts = (
  f: Frames,
  letters: Letters,
  places: readonly [a: Place, b: Place, c: Place],
  isAdded = false,
): void => {
  const loops = loopsOf(f, letters, places);
  const [rows, columns, sum] = (["row", "column", "sum"] as const).map((role) => longest(loops, role));
  const outside = loops.filter((loop) => loop !== rows && loop !== columns && loop !== sum);
  const isSummedOutside = outside.some(({ role }) => role === "sum");
  const [a, b, c] = places;
  const size = (loop: Loop | undefined): Operand => loop?.size ?? literal(1);
  const matrix = (address: Address, array: 0 | 1 | 2, row: Loop | undefined, column: Loop | undefined): MatrixAt => ({
    address,
    row: row?.steps[array] ?? none,
    column: column?.steps[array] ?? none,
  });
  const inside = (depth: number, from: readonly [Address, Address, Address]): void => {
    const loop = outside[depth];
    if (!loop) {
      const product = easier(f, {
        m: size(rows),
        n: size(columns),
        k: size(sum),
        a: matrix(from[0], 0, rows, sum),
        b: matrix(from[1], 1, sum, columns),
        c: matrix(from[2], 2, rows, columns),
      });
      f.push({ do: "multiply", adds: isAdded || isSummedOutside, ...product });
      return;
    }
    const { steps, after, turn } = f.open("loop", (frame) => {
      const turn = f.local("i32", f.top(), [0, Math.max(0, f.rangeOf(loop.size)[1] - 1)]);
      const [p, q, to] = from.map((address, array) =>
        further(f, address, f.whole("mul", turn, loop.steps[array] ?? none)),
      );
      inside(depth + 1, [p ?? from[0], q ?? from[1], to ?? from[2]]);
      return { ...frame, turn };
    });
    f.push({ do: "for", turn, first: 0, count: loop.size, descending: false, body: steps });
    for (const step of after) f.push(step);
  };
  if (isSummedOutside && !isAdded) f.push({ do: "clear", to: c.address, sizes: c.shape });
  inside(0, [a.address, b.address, c.address]);
};
