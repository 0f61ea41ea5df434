import { fail } from "../../errors.ts";
import type { Var } from "../../program/index.ts";
import type { Dense } from "../operation.ts";
import { type Block, isArray } from "../statement.ts";

/** What a procedure takes and gives: a number, a truth value, or an array. */
export type Value = number | boolean | Dense;

/** A block that can be run. */
export interface Procedure {
  /**
   * @param inputs - the parameters of the block in their order; arrays are not changed
   * @returns the results in their order; arrays among them own their memory
   * @throws E_SHAPE where an array has other sizes than its parameter says
   * @throws E_CONVERGENCE where a loop with a test goes on beyond its maximum
   * @throws E_LIMIT where the memory does not suffice
   */
  readonly run: (inputs: readonly Value[]) => readonly Value[];
}

export const isDense = (value: Value | undefined): value is Dense => typeof value === "object";

/** How many numbers an array of these sizes holds. */
export const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const described = (value: Value | undefined): string =>
  isDense(value) ? `an array of sizes ${value.shape.join(" x ") || "none"}` : `a ${typeof value}`;

/** A size of a parameter: a number, or the value of another parameter. */
interface Size {
  readonly known: number;
  readonly param: number;
}

const sizesOf = (param: Var, places: ReadonlyMap<number, number>): readonly Size[] | undefined =>
  isArray(param)
    ? param.shape.map((size) =>
        size.kind === "const"
          ? { known: Number(size.value), param: -1 }
          : { known: Number.NaN, param: places.get(size.id) ?? -1 },
      )
    : undefined;

/**
 * Makes sure that inputs are what the parameters of a block say, so that nothing is read past the end of an array.
 * @throws E_SHAPE, naming both, when it is called
 */
export const inputCheck = ({ params }: Block) => {
  const places = new Map(params.map(({ id }, k) => [id, k]));
  const wanted = params.map((param) => sizesOf(param, places));
  return (inputs: readonly Value[]): void => {
    if (inputs.length !== params.length)
      throw fail("E_SHAPE", { what: `a procedure of ${params.length} parameters got ${inputs.length} inputs` });
    for (let k = 0; k < inputs.length; k++) {
      const [value, sizes] = [inputs[k], wanted[k]];
      if (!isDense(value) || !sizes) {
        if (!isDense(value) && !sizes) continue;
        const what = `${sizes ? "an array" : "a single number"} is needed, found ${described(value)}`;
        throw fail("E_SHAPE", { what, where: `parameter ${k}` });
      }
      const { shape, offset, values } = value;
      const counts = sizes.map(({ known, param }) => (param < 0 ? known : Number(inputs[param])));
      if (counts.length !== shape.length || counts.some((count, axis) => count !== shape[axis]))
        throw fail("E_SHAPE", {
          what: `an array of sizes ${counts.join(" x ")} is needed, found ${described(value)}`,
          where: `parameter ${k}`,
        });
      if (offset < 0 || offset + countOf(shape) > values.length)
        throw fail("E_SHAPE", {
          what: `${described(value)} does not fit into ${values.length} numbers`,
          where: `parameter ${k}`,
        });
    }
  };
};
