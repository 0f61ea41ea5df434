import { fail } from "../../errors.ts";
import type { Value } from "../../lambda/index.ts";
import type { Atom, Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { blockOf, type Flat, type Layout, leavesOf } from "../language/index.ts";
import type { Block } from "../statement.ts";
import type { Callee } from "./callee.ts";

/** A function applied to values, as a block of its own whose parameters are their numbers. */
export interface Applied {
  readonly block: Block;
  /** All numbers of the inputs, in the order of the parameters. */
  readonly leaves: readonly Atom[];
  readonly inputs: readonly Flat[];
  readonly result: Layout;
}

export const applied = (b: ArrayBuilder, { meaning }: Callee, values: readonly Value[]): Applied => {
  const inputs = values.map((value) => leavesOf(b, value));
  const { block, result } = blockOf(
    b,
    inputs.map(({ layout }) => layout),
    (given) => meaning(b, given),
  );
  return { block, leaves: inputs.flatMap(({ leaves }) => leaves), inputs, result };
};

/** The place of the first number of an input among all. */
export const firstLeaf = ({ inputs }: Applied, place: number): number =>
  inputs.slice(0, place).reduce((sum, { leaves }) => sum + leaves.length, 0);

/**
 * Makes sure that an argument has a derivative.
 * @throws E_TYPE, by name, for whole numbers, truth values and what is no number
 */
export const smoothArgument = ({ inputs }: Applied, { names }: Callee, place: number): Flat => {
  const input = inputs[place];
  const name = names[place] ?? `argument ${place + 1}`;
  const refused = (what: string) =>
    fail("E_TYPE", { what: `a derivative with respect to ${name} is asked for, and ${what}` });
  if (!input) throw refused("there is no such argument");
  if (input.leaves.length === 0) throw refused("it holds no numbers");
  const other = input.leaves.find(({ dtype }) => dtype !== "f64");
  if (other) throw refused(other.dtype === "bool" ? "it holds truth values" : "it holds whole numbers");
  return input;
};

/** Arrays of the numbers that `f` gives for each place of a shape. */
export const tabulated = (
  b: ArrayBuilder,
  shape: readonly Atom[],
  f: (indices: readonly Var[]) => readonly Atom[],
): readonly Atom[] => {
  const [size, ...inner] = shape;
  if (!size) return f([]);
  return b.loop(size, [], (turn) => ({
    carried: [],
    collected: tabulated(b, inner, (rest) => f([turn, ...rest])),
  })).collected;
};
