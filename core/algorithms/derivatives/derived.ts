import { add, mul, sin } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { type Block, blocksOf, isArray, shapeOf } from "../statement.ts";
import { expanded } from "./forward.ts";
import { jvp, replay } from "./jvp.ts";
import { nameAll, names } from "./names.ts";
import { zeroLike } from "./partial.ts";
import { type ReverseOptions, vjp } from "./vjp.ts";

/** A block in a builder of its own: the same parameters, what `work` makes of them, and more parameters like some. */
const blockLike = (
  { params }: Block,
  more: readonly Var[],
  work: (b: ArrayBuilder, inputs: readonly Var[], more: readonly Var[]) => readonly Atom[],
): Block => {
  const b = arrayBuilder();
  const at = names();
  const renewed = (list: readonly Var[], keeps: boolean): readonly Var[] => {
    const plain = list.map((param) => (isArray(param) ? param : b.variable(param.dtype)));
    if (keeps) nameAll(at, list, plain);
    const made = plain.map((param) => (isArray(param) ? b.variable(param.dtype, param.shape.map(at.of)) : param));
    if (keeps) nameAll(at, list, made);
    return made;
  };
  const inputs = renewed(params, true);
  const others = renewed(more, false);
  return b.block([...inputs, ...others], () => work(b, inputs, others));
};

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

const hasCalls = ({ statements }: Block): boolean =>
  statements.some((statement) => statement.kind === "call" || blocksOf(statement).some(hasCalls));

/** The block with the bodies of its calls in place of them. */
export const withoutCalls = (block: Block): Block =>
  hasCalls(block) ? blockLike(block, [], (b, inputs) => expanded(b, block, inputs)) : block;
