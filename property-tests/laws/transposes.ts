import { abs, add, div, mul, spreadTo, sumTo } from "../../core/primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, type Var } from "../../core/program/index.ts";
import { jvp, vjp } from "../../core/transforms/index.ts";
import { scrambled } from "../arbitraries/programs.ts";

const product = (b: Builder, x: Atom, y: Atom): Atom => b.emit(mul.primitive, [x, y]);
const total = (b: Builder, x: Atom): Atom => sumTo(b, x, axisOf(x), null);
const size = (b: Builder, x: Atom): Atom => b.emit(abs.primitive, [x]);

/** The inner products of a transposed pair, and the size of what was added up in each. */
export interface Pairing {
  /** <J x', y> and <x', J^T y>. */
  readonly forward: Atom;
  readonly reverse: Atom;
  readonly scale: Atom;
}

const sumOf = (b: Builder, terms: readonly Atom[]): Atom =>
  terms.reduce((x, y) => b.emit(add.primitive, [x, y]), constant(-0));

/** Both sides of <J x', y> = <x', J^T y> for outputs of a program and some of its inputs. */
export const pairing = (b: Builder, outputs: readonly Atom[], inputs: readonly Var[]): Pairing => {
  const directions = inputs.map((input, k) => scrambled(b, input.axis, k + 1));
  const weights = outputs.map((output, k) => scrambled(b, axisOf(output), k + 11));
  const tangents = jvp(b, outputs, new Map(inputs.map(({ id }, k) => [id, directions[k] ?? constant(0)])));
  const cotangents = vjp(b, outputs, weights, inputs);
  const forward = tangents.flatMap((tangent, k) => {
    const [output, weight] = [outputs[k], weights[k]];
    return tangent && output && weight ? [product(b, spreadTo(b, tangent, axisOf(output)), weight)] : [];
  });
  const reverse = cotangents.flatMap((cotangent, k) => {
    const direction = directions[k];
    return cotangent && direction ? [product(b, direction, cotangent)] : [];
  });
  const sizes = [...forward, ...reverse].map((term) => total(b, size(b, term)));
  return {
    forward: sumOf(
      b,
      forward.map((term) => total(b, term)),
    ),
    reverse: sumOf(
      b,
      reverse.map((term) => total(b, term)),
    ),
    scale: b.emit(div.primitive, [sumOf(b, sizes), constant(1)]),
  };
};
