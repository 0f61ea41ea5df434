import { type Atom, constant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { replay, vjp } from "../derivatives/index.ts";
import { eachElement, zeroLike } from "../operations/arrays.ts";
import type { Block } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";
import { closed, variableLike } from "./closed.ts";
import { lowest } from "./descent.ts";
import { type Box, clipped, downhill } from "./downhill.ts";
import { implicitStep } from "./implicit-step.ts";
import { newton } from "./newton.ts";
import { difference } from "./points.ts";
import { settled } from "./settled.ts";

type Function = (x: Atom) => Atom;

/** A function as a block whose first parameter is like the start. */
const blockOf = (b: ArrayBuilder, start: Atom, f: Function): Block => {
  const x = variableLike(b, start);
  return b.block([x], () => [f(x)]);
};

/** Emits the search for a zero of a function, from a number or a vector. */
export const zeroOf = (b: ArrayBuilder, name: string, start: Atom, f: Function, most: number): Atom => {
  const residual = closed(name, blockOf(b, start, f));
  return implicitStep(b, residual, start, (from, given) => newton(b, name, residual.block, from, given, most).x);
};

/** Emits the search for what a function leaves as it is. */
export const fixedPointOf = (b: ArrayBuilder, start: Atom, f: Function, most: number): Atom => {
  const name = "fixedPoint";
  const step = closed(name, blockOf(b, start, f));
  const residual = closed(
    name,
    blockOf(b, start, (x) => difference(b, x, replay(b, step.block, [x, ...step.given])[0] ?? x)),
  );
  return implicitStep(b, residual, start, (from, given) => {
    const places = new Map(residual.given.map(({ id }, k) => [id, given[k]]));
    const inputs = step.given.map((item) => places.get(item.id) ?? item);
    return newton(b, name, residual.block, settled(b, step.block, from, inputs, most), given, 20).x;
  });
};

/** What is zero at a minimum in a box: the gradient, or the distance from the bound that holds it. */
const balanceAt = (b: ArrayBuilder, x: Atom, slope: Atom, { lower, upper }: Box): Atom => {
  const { and, ge, gt, le, lt, or, sub, where } = arithmetic(b);
  return eachElement(b, [x, slope, lower, upper], ([at = x, rise = x, low = x, high = x]) => {
    const isFixed = ge(low, high);
    const isLow = or(isFixed, and(le(at, low), gt(rise, constant(0))));
    const isHigh = and(ge(at, high), lt(rise, constant(0)));
    return where(isLow, sub(at, low), where(isHigh, sub(at, high), rise));
  });
};

/** Emits the search for a minimum of a function, in a box if there is one. */
export const minimumOf = (b: ArrayBuilder, start: Atom, f: Function, box: Box | undefined, most: number): Atom => {
  const name = "minimum";
  const value = closed(name, blockOf(b, start, f));
  const gradientAt = (x: Atom, given: readonly Atom[]): Atom => {
    const wanted = value.block.params.map((_, k) => k === 0);
    return vjp(b, value.block, [x, ...given], wanted).pullback([constant(1)])[0] ?? zeroLike(b, x);
  };
  const boxed = (x: Atom): Atom => {
    const slope = gradientAt(x, value.given);
    return box ? balanceAt(b, x, slope, box) : slope;
  };
  const residual = closed(name, blockOf(b, start, boxed));
  return implicitStep(b, residual, start, (from, given) => {
    const places = new Map(residual.given.map(({ id }, k) => [id, given[k]]));
    const now = (atom: Atom): Atom => (atom.kind === "var" ? (places.get(atom.id) ?? atom) : atom);
    const inputs = value.given.map(now);
    const point: Var = variableLike(b, start);
    const params = value.given.map((item) => variableLike(b, item));
    const gradient = b.block([point, ...params], () => [gradientAt(point, params)]);
    const open = { lower: far(b, from, Number.NEGATIVE_INFINITY), upper: far(b, from, Number.POSITIVE_INFINITY) };
    const bounds = box ? { lower: now(box.lower), upper: now(box.upper) } : open;
    const low = downhill(b, { value: value.block, gradient }, from, inputs, bounds, most);
    const zero = newton(b, name, residual.block, low, given, 20);
    const x = clipped(b, zero.x, bounds);
    const slope = replay(b, gradient, [x, ...inputs])[0] ?? x;
    return lowest(b, { x, gradient: slope, hessian: zero.slopes, ...bounds });
  });
};

const far = (b: ArrayBuilder, x: Atom, value: number): Atom => eachElement(b, [x], () => constant(value));
