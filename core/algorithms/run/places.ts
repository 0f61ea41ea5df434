import type { DType } from "../../program/index.ts";
import type { Frames } from "./frames.ts";
import { type Address, isLiteral, literal, type Operand } from "./low.ts";

/** Where an array lies: its first number, and its sizes. */
export interface Place {
  readonly address: Address;
  readonly shape: readonly Operand[];
  readonly dtype: DType;
}

export const productOf = (f: Frames, sizes: readonly Operand[]): Operand =>
  sizes.reduce<Operand>((product, size) => f.whole("mul", product, size), literal(1));

/** The distances between neighbours along each axis, in units. */
const strides = (f: Frames, { shape }: Place): readonly Operand[] =>
  shape.map((_, axis) => productOf(f, [literal(f.unit), ...shape.slice(axis + 1)]));

/** A whole number of units further on. */
export const further = (f: Frames, { at, offset }: Address, by: Operand): Address =>
  isLiteral(by) ? { at, offset: offset + by.literal } : { at: f.whole("add", at, by), offset };

/** An address as one whole number. */
export const pointerOf = (f: Frames, { at, offset }: Address): Operand => f.whole("add", at, literal(offset));

/**
 * The element or the part of an array that indices select. What changes in outer loops only is added up there, and
 * constants are left to the instruction that reads.
 */
export const partAt = (f: Frames, place: Place, indices: readonly Operand[]): Place => {
  const steps = strides(f, place);
  let { at, offset } = place.address;
  const terms: Operand[] = [];
  for (const [axis, index] of indices.entries()) {
    const stride = steps[axis] ?? literal(f.unit);
    const { base, by } = isLiteral(stride) ? f.shifted(index) : { base: index, by: 0 };
    const isBehind = isLiteral(stride) && offset + by * stride.literal < 0;
    if (isLiteral(stride) && !isBehind) offset += by * stride.literal;
    const term = f.whole("mul", isBehind ? index : base, stride);
    if (isLiteral(term)) offset += term.literal;
    else terms.push(term);
  }
  for (const term of terms.toSorted((p, q) => f.depthOf(p) - f.depthOf(q))) at = f.whole("add", at, term);
  return { address: { at, offset }, shape: place.shape.slice(indices.length), dtype: place.dtype };
};
