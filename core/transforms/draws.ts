import { fail } from "../errors.ts";
import { caret } from "../lambda/index.ts";
import type { Builder, Equation } from "../program/index.ts";
import type { Quantity } from "./quantity.ts";
import { itemQuantity, mayBeOne } from "./same-item.ts";

/** A quantity with noise, and the comparison it stands in, if it stands in one. */
interface Noisy {
  readonly quantity: Quantity;
  readonly equation: Equation | undefined;
}

/**
 * Makes sure that two quantities with noise of their own are not, or not always, the same item's quantity.
 * @throws E_SOFT where they may be
 */
export const checkDraws = (b: Builder, noisy: readonly Noisy[]): void => {
  const ofItems = [...new Map(noisy.map((each) => [each.quantity.key, each])).values()].map((each) => ({
    ...each,
    item: itemQuantity(b, each.quantity),
  }));
  ofItems.forEach(({ item, equation }, i) => {
    const twin = ofItems.slice(i + 1).find((other) => mayBeOne(item, other.item));
    if (!twin) return;
    const from = twin.equation?.from ?? equation?.from;
    throw fail("E_SOFT", {
      what: "two comparisons may be of the same item's quantity, chosen in two ways; their common noise is not followed here",
      where: from && `${from.label}\n${caret(from.text, from.start, from.end)}`,
      cure: "choose the item by the same constant index in both places, or hold a choice: hold(p)",
    });
  });
};
