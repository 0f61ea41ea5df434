import { fail } from "../errors.ts";
import { caret } from "../lambda/index.ts";
import type { Builder, Equation } from "../program/index.ts";
import type { Quantity } from "./quantity.ts";
import { mayBeOne, saidOf } from "./same-quantity.ts";

/** A quantity with noise, and the comparison it stands in, if it stands in one. */
export interface Noisy {
  readonly quantity: Quantity;
  readonly equation: Equation | undefined;
}

/**
 * Makes sure that two quantities with noise of their own are not one quantity, of one event or one item.
 * @throws E_SOFT where they may be
 */
export const checkDraws = (b: Builder, noisy: readonly Noisy[]): void => {
  const different = [...new Map(noisy.map((each) => [each.quantity.key, each])).values()];
  if (different.length < 2) return;
  const quantities = different.map((each) => ({ ...each, said: saidOf(b, each.quantity) }));
  quantities.forEach(({ said, equation }, i) => {
    const twin = quantities.slice(i + 1).find((other) => mayBeOne(said, other.said));
    if (!twin) return;
    const from = twin.equation?.from ?? equation?.from;
    throw fail("E_SOFT", {
      what: "two comparisons may be of one quantity that is said in two ways; their common noise is not followed here",
      where: from && `${from.label}\n${caret(from.text, from.start, from.end)}`,
      cure: "say it in the same way in both places, or once in a map before them; or hold a choice: hold(p)",
    });
  });
};

/**
 * Makes sure that the keys of orders, whose noise is their own, are no other quantity that carries noise.
 * @throws E_SOFT where they may be
 */
export const checkKeys = (b: Builder, orders: readonly Noisy[], others: readonly Noisy[]): void => {
  for (const [i, { quantity, equation }] of orders.entries()) {
    const said = saidOf(b, quantity);
    const twin = [...orders.slice(i + 1), ...others].find(
      (other) => other.quantity.key === quantity.key || mayBeOne(said, saidOf(b, other.quantity)),
    );
    if (!twin || !equation) continue;
    throw fail("E_SOFT", {
      what: "the key of an order with noise carries noise in another place too; their common noise is not followed here",
      where:
        equation.from && `${equation.from.label}\n${caret(equation.from.text, equation.from.start, equation.from.end)}`,
      cure: "leave the order hard: argmax(list, key); or hold the choice in the other place: hold(p)",
    });
  }
};
