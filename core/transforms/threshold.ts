import { emit } from "../lambda/index.ts";
import { ge, gt, le, lt, standardise, sub } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Equation, type Primitive } from "../program/index.ts";
import { type Quantity, quantityOf, termsOf } from "./quantity.ts";
import { type Step, stepNamed } from "./step.ts";

/** A comparison as a threshold on the noise of its quantity: it holds above the threshold or below it. */
export interface Threshold {
  readonly equation: Equation;
  readonly quantity: Quantity;
  readonly above: boolean;
  readonly z: Atom;
  readonly width: Atom;
  readonly step: Step;
}

/** `larger`: true where the left side is the larger one; `strict`: false at equality. */
const orders: ReadonlyMap<Primitive, { readonly larger: boolean; readonly strict: boolean }> = new Map([
  [gt.primitive, { larger: true, strict: true }],
  [ge.primitive, { larger: true, strict: false }],
  [lt.primitive, { larger: false, strict: true }],
  [le.primitive, { larger: false, strict: false }],
]);

export const isOrder = (equation: Equation): boolean => orders.has(equation.primitive);

/** The threshold of an order comparison with noise of a width; undefined where no event enters it. */
export const thresholdOf = (b: Builder, equation: Equation, width: Atom): Threshold | undefined => {
  const order = orders.get(equation.primitive);
  const [x, y] = equation.inputs;
  if (!order || !x || !y) return undefined;
  const quantity = quantityOf([...termsOf(b, x), ...termsOf(b, y, -1)]);
  if (!quantity) return undefined;
  const above = order.larger === (quantity.sign === 1);
  const never = above ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const distance = quantity.sign === 1 ? emit(b, sub, y, x) : emit(b, sub, x, y);
  const z = emit(b, standardise, distance, width, constant(order.strict ? never : -never), constant(never));
  return { equation, quantity, above, z, width, step: stepNamed(equation.from?.step) };
};
