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

const sizesOf = (param: Var, sizes: ReadonlyMap<number, Value>): readonly number[] =>
  isArray(param)
    ? param.shape.map((size) => Number(size.kind === "const" ? size.value : (sizes.get(size.id) ?? Number.NaN)))
    : [];

/**
 * Makes sure that the inputs are what the parameters say, so that nothing is read past the end of an array.
 * @throws E_SHAPE, naming both
 */
export const checkInputs = ({ params }: Block, inputs: readonly Value[]): void => {
  if (inputs.length !== params.length)
    throw fail("E_SHAPE", { what: `a procedure of ${params.length} parameters got ${inputs.length} inputs` });
  const known = new Map(params.map(({ id }, k) => [id, inputs[k] ?? Number.NaN]));
  for (const [k, param] of params.entries()) {
    const value = inputs[k];
    const where = `parameter ${k}`;
    if (isDense(value) !== isArray(param))
      throw fail("E_SHAPE", {
        what: `${isArray(param) ? "an array" : "a single number"} is needed, found ${described(value)}`,
        where,
      });
    if (!isDense(value)) continue;
    const sizes = sizesOf(param, known);
    if (sizes.length !== value.shape.length || sizes.some((size, axis) => size !== value.shape[axis]))
      throw fail("E_SHAPE", {
        what: `an array of sizes ${sizes.join(" x ")} is needed, found ${described(value)}`,
        where,
      });
    if (value.offset < 0 || value.offset + countOf(value.shape) > value.values.length)
      throw fail("E_SHAPE", { what: `${described(value)} does not fit into ${value.values.length} numbers`, where });
  }
};
