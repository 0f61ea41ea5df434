import { emit } from "../lambda/index.ts";
import {
  add,
  at,
  div,
  eq,
  exp,
  gt,
  logNormalCdf,
  mul,
  position,
  spreadTo,
  sub,
  sumTo,
  where,
} from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant, nested } from "../program/index.ts";

/** A rule for integrals over a normal variable, by equal steps: to 1e-13 for up to 20 keys, to 2e-9 for 256. */
const rule = { step: 0.25, last: 8.5 } as const;

/** Keys that compete, each with normal noise of its own. */
export interface Competition {
  /** The keys, on their axis. */
  readonly key: Atom;
  readonly axis: Axis;
  readonly owner: Axis;
  /** The standard deviation of the noise. */
  readonly noise: number;
  /** The largest key wins, or the smallest. */
  readonly largest: boolean;
}

/**
 * The probability that element `k` has the best key: the integral over its noise `z` of the product over all others of
 * `Phi((key[k] - key[j]) / noise + z)`, the signs turned where the smallest wins.
 * @param count - how many compete; alone it wins
 * @param loop - the loop in which `k` is known
 */
export const chanceOfBest = (
  b: Builder,
  { key, axis, owner, noise, largest }: Competition,
  count: Atom,
  k: Atom,
  loop: Axis,
): Atom => {
  const isOpen = emit(b, gt, count, constant(1));
  const nodes = constant(2 * (rule.last / rule.step) + 1, "i32");
  const last = emit(b, where, isOpen, nodes, constant(0, "i32"));
  const points = b.axis("point", { kind: "range", first: constant(0, "i32"), last }, { parent: loop });
  const number = b.emit(position, [], { axis: points, owner: loop });
  const z = emit(b, sub, emit(b, mul, number, constant(rule.step)), constant(rule.last));
  const own = b.emit(at, [key, k], { axis, owner });
  const now = nested(b, { axis, owner }, points);
  const other = now.atom(key);
  const ahead = largest ? emit(b, sub, own, other) : emit(b, sub, other, own);
  const beaten = emit(b, logNormalCdf, emit(b, add, emit(b, div, ahead, constant(noise)), z));
  const isSelf = emit(b, eq, now.atom(b.emit(position, [], { axis, owner })), k);
  const all = sumTo(b, emit(b, where, isSelf, constant(0), beaten), now.axis(axis), points);
  const density = emit(b, exp, emit(b, sub, all, emit(b, mul, emit(b, mul, z, z), constant(0.5))));
  const total = sumTo(b, spreadTo(b, density, points), points, loop);
  return emit(b, where, isOpen, emit(b, mul, total, constant(rule.step / Math.sqrt(2 * Math.PI))), constant(1));
};
