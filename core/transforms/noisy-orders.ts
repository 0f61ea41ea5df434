import { contests } from "../primitives/index.ts";
import { type Axis, type Builder, type Equation, type Program, type Rewriter, readsOf } from "../program/index.ts";
import { ordersIn } from "./orders.ts";
import { refusal, softIn } from "./soft.ts";

/** The standard deviation of the noise on the keys of an order; 0 for none. */
export const noiseOn = ({ settings }: Equation): number => (typeof settings.noise === "number" ? settings.noise : 0);

/** The choices of an extreme item whose keys depend on a choice and carry noise. */
export const noisyOrdersIn = (program: Program): readonly Equation[] =>
  ordersIn(program).flatMap(({ equation, choices }) =>
    contests.has(equation.primitive) && choices.length > 0 && noiseOn(equation) > 0 ? [equation] : [],
  );

/**
 * The first of some noisy orders whose keys wait for no answer to a comparison.
 * @throws E_SOFT for an order of a list inside an item
 */
export const readyOrder = (b: Builder, orders: readonly Equation[], root: Axis): Equation | undefined => {
  for (const equation of orders)
    if (equation.settings.to !== root)
      throw refusal(
        equation,
        "the noise of an order is followed for lists of the event, not for lists inside its items",
        "leave the order hard: argmax(list, key); or hold the choice in the key: hold(p)",
      );
  return orders.find((equation) => softIn(b, b.program(readsOf(equation))).length === 0);
};

/** @throws E_SOFT for orders whose keys wait for the answer to a comparison of the event as a whole */
export const refuseWaiting = ([order]: readonly Equation[]): void => {
  if (order)
    throw refusal(
      order,
      "the key of an order with noise depends on a relaxed comparison of the event",
      "compare after the order, or hold the choice in the comparison: hold(p)",
    );
};

/** An equation made anew in a loop, so that all that depends on it is made anew there. */
export const madeAnew = (
  b: Builder,
  { primitive, inputs, settings, from }: Equation,
  now: Rewriter,
  root: Axis,
  to: Axis,
) =>
  b.from(from, () =>
    b.emit(
      primitive,
      inputs.map(now.atom),
      Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          name,
          value === root ? to : typeof value === "object" && value ? now.axis(value) : value,
        ]),
      ),
    ),
  );
