import { behind, elaborate, intrinsicOf, type Scope, type Value } from "../../lambda/index.ts";
import { constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Block } from "../statement.ts";
import { leavesOf, withLeaves } from "./arrays.ts";
import { setBounds } from "./bounds.ts";
import { type Layout, leavesOfLayout } from "./layout.ts";
import { understandArrays } from "./procedure.ts";
import { nameSize } from "./size-names.ts";
import { type Params, paramsOf, type Type } from "./types.ts";

export interface Elaborated {
  readonly block: Block;
  readonly params: Params;
  readonly result: Layout;
}

export interface ElaborateOptions {
  /** What errors call the lambda. */
  readonly label?: string;
  /** The turns that a loop with a test may take. */
  readonly most?: number;
}

/** A lambda, or a function of the scopes of lambdas, applied to values. */
const meaningOf = (b: ArrayBuilder, f: object, inputs: readonly Value[], scope: Scope, label: string): Value => {
  const meaning = intrinsicOf(f);
  if (meaning) return meaning(b, inputs);
  const helper = behind(f);
  return elaborate(b, helper?.f ?? f, inputs, helper?.scope ?? scope, { label });
};

/**
 * The block that a lambda of arrays stands for: its parameters are the leaves of its inputs, and then the sizes that
 * their types name; its results are the leaves of its value.
 * @throws E_LAMBDA, E_FREE, E_SCOPE, E_TYPE, E_SHAPE with a caret under the place
 */
export const elaborateBlock = (
  b: ArrayBuilder,
  f: object,
  types: readonly Type[],
  scope: Scope,
  { label = "compile", most }: ElaborateOptions = {},
): Elaborated => {
  understandArrays(b, most);
  const params = paramsOf(b, types);
  for (const [name, size] of params.sizes) {
    setBounds(b, size, constant(0, "i32"), []);
    nameSize(b, size, name);
  }
  let result: Layout | undefined;
  const block = b.block(params.all, () => {
    const inputs = params.layouts.map((layout, k): Value => withLeaves(b, layout, params.leaves[k] ?? []));
    const flat = leavesOf(b, meaningOf(b, f, inputs, scope, label));
    result = flat.layout;
    return flat.leaves;
  });
  return { block, params, result: result ?? { kind: "tuple", items: [] } };
};

/** A function of values, as a block of what they are made of. */
export interface ValueBlock {
  /** Parameters: the leaves of the inputs. Results: the leaves of the value. */
  readonly block: Block;
  readonly result: Layout;
}

/** The block of a function whose inputs lie like this, as a transform of a function in a lambda needs it. */
export const blockOf = (
  b: ArrayBuilder,
  inputs: readonly Layout[],
  work: (inputs: readonly Value[]) => Value,
): ValueBlock => {
  const leaves = inputs.map((layout) => leavesOfLayout(layout).map(({ dtype, shape }) => b.variable(dtype, shape)));
  let result: Layout | undefined;
  const block = b.block(leaves.flat(), () => {
    const flat = leavesOf(b, work(inputs.map((layout, k) => withLeaves(b, layout, leaves[k] ?? []))));
    result = flat.layout;
    return flat.leaves;
  });
  return { block, result: result ?? { kind: "tuple", items: [] } };
};
