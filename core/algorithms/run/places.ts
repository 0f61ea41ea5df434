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

/** The distance between neighbours along an axis, in units. */
const stride = (f: Frames, { shape }: Place, axis: number): Operand =>
  productOf(f, [literal(f.unit), ...shape.slice(axis + 1)]);

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
  let { at, offset } = place.address;
  const terms: Operand[] = [];
  for (const [axis, index] of indices.entries()) {
    const step = stride(f, place, axis);
    const { base, by } = isLiteral(step) ? f.shifted(index) : { base: index, by: 0 };
    const isBehind = isLiteral(step) && offset + by * step.literal < 0;
    if (isLiteral(step) && !isBehind) offset += by * step.literal;
    const term = f.whole("mul", isBehind ? index : base, step);
    if (isLiteral(term)) offset += term.literal;
    else terms.push(term);
  }
  for (const term of terms.toSorted((p, q) => f.depthOf(p) - f.depthOf(q))) at = f.whole("add", at, term);
  return { address: { at, offset }, shape: place.shape.slice(indices.length), dtype: place.dtype };
};
