import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { jvp, vjp } from "../derivatives/index.ts";
import { minus, tabulate } from "../operations/arrays.ts";
import { type CallRules, shapeOf } from "../statement.ts";
import { type Closed, variableLike } from "./closed.ts";
import { slopesOf, solved } from "./slopes.ts";

/**
 * The derivatives of a solution x of F(x, p) = 0 by the implicit function theorem: J dx = -F_p dp with J = F_x at the
 * solution. They are written in terms of the solution itself, so their own derivatives are right to every order.
 */
const rulesOf = ({ block }: Closed): CallRules => ({
  jvp: (b, { inputs: [, ...given], outputs: [x] }, [, ...flows]) => {
    if (!x) return [];
    const inputs = [x, ...given];
    const [flow] = jvp(b, block, inputs, [undefined, ...flows]).tangents;
    return [flow && minus(b, solved(b, slopesOf(b, block, inputs), flow, false))];
  },
  vjp: (b, { inputs: [, ...given], outputs: [x] }, [cotangent]) => {
    if (!x || !cotangent) return [];
    const inputs = [x, ...given];
    const flow = minus(b, solved(b, slopesOf(b, block, inputs), cotangent, true));
    const wanted = block.params.map((_, k) => k > 0);
    return [undefined, ...vjp(b, block, inputs, wanted).pullback([flow]).slice(1)];
  },
});

/** An array whose sizes are known where those of another are. */
const sizedAs = (b: ArrayBuilder, known: Atom, x: Atom): Atom =>
  shapeOf(known).every((size, axis) => size === shapeOf(x)[axis])
    ? x
    : tabulate(b, shapeOf(known), (place) => b.read(x, place));

/**
 * Emits the search for a solution of `residual`, which no derivative goes through.
 * @param search - from a start and what the residual is given to where the residual is zero
 */
export const implicitStep = (
  b: ArrayBuilder,
  residual: Closed,
  start: Atom,
  search: (start: Atom, given: readonly Atom[]) => Atom,
): Atom => {
  const inputs = [start, ...residual.given];
  const params = inputs.map((input) => variableLike(b, input));
  const [first = start, ...given] = params;
  const body = b.block(params, () => [sizedAs(b, first, search(first, given))]);
  return b.call(body, inputs, rulesOf(residual))[0] ?? constant(Number.NaN);
};
