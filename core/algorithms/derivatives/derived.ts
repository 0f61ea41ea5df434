import { add, mul, sin } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type Block, isArray, shapeOf } from "../statement.ts";
import { blockLike } from "./block-like.ts";
import { jvp, replay } from "./jvp.ts";
import { zeroLike } from "./partial.ts";
import { type ReverseOptions, vjp } from "./vjp.ts";

const smooth = ({ params }: Block): readonly Var[] => params.filter(({ dtype }) => dtype === "f64");

/** One number made of all smooth results of a block: a sum with weights of no symmetry. */
export const summedUp = (block: Block): Block =>
  blockLike(block, [], (b, inputs) => {
    const total = b.accumulator([]);
    const addUp = (atom: Atom, weight: Atom): void => {
      if (!isArray(atom)) {
        b.accumulate(total, [], b.emit(mul.primitive, [weight, atom]));
        return;
      }
      b.loop(shapeOf(atom)[0] ?? constant(0), [], (i) => {
        addUp(b.read(atom, [i]), b.emit(sin.primitive, [b.emit(add.primitive, [weight, i])]));
        return { carried: [], collected: [] };
      });
    };
    for (const [k, result] of replay(b, block, inputs).entries())
      if (result.dtype === "f64") addUp(result, constant(0.7 + 0.4 * k));
    return [b.freeze(total)];
  });

/** The derivatives of a block's results along a direction: its parameters, then one more for each smooth one. */
export const pushed = (block: Block): Block =>
  blockLike(block, smooth(block), (b, inputs, directions) => {
    const given = directions[Symbol.iterator]();
    const { results, tangents } = jvp(
      b,
      block,
      inputs,
      inputs.map((input) => (input.dtype === "f64" ? given.next().value : undefined)),
    );
    return results.map((result, k) => tangents[k] ?? zeroLike(b, result));
  });

/** The gradient of a block of one result by its smooth parameters. */
export const pulled = (block: Block, options: ReverseOptions = {}): Block =>
  blockLike(block, [], (b, inputs) => {
    const wanted = inputs.map(({ dtype }) => dtype === "f64");
    const slopes = vjp(b, block, inputs, wanted, options).pullback([constant(1)]);
    return inputs.flatMap((input, k) => (wanted[k] ? [slopes[k] ?? zeroLike(b, input)] : []));
  });
