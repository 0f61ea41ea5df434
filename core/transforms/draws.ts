import { fail } from "../errors.ts";
import { caret } from "../lambda/index.ts";
import { at } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, axisSetting, type Builder, type Equation, encloses } from "../program/index.ts";
import type { Quantity } from "./quantity.ts";

/** A quantity with noise, and the comparison it stands in, if it stands in one. */
interface Noisy {
  readonly quantity: Quantity;
  readonly equation: Equation | undefined;
}

/** A quantity of one item that was chosen by its index: what it would be on the axis of the items, and which item. */
interface Chosen {
  readonly shape: string;
  readonly axis: Axis;
  readonly k: Atom;
}

const shapeOf = (b: Builder, atom: Atom, seen: (axis: Axis, k: Atom) => void): string => {
  if (atom.kind === "const") return String(atom.value);
  const made = b.definition(atom);
  if (!made) return `v${atom.id}`;
  const [x, k] = made.inputs;
  const axis = axisSetting(made.settings, "axis");
  if (made.primitive === at && x && k && axis && axis.extent.kind !== "fixed") {
    seen(axis, k);
    return shapeOf(b, x, () => undefined);
  }
  return `${made.primitive.name}(${made.inputs.map((input) => shapeOf(b, input, seen)).join()})`;
};

/** The item that a quantity of events belongs to, if all of it is of one item. */
const chosenOf = (b: Builder, { terms }: Quantity): Chosen | undefined => {
  const items = new Map<string, { readonly axis: Axis; readonly k: Atom }>();
  const see = (axis: Axis, k: Atom): void => {
    items.set(`${axis.id} ${k.kind === "var" ? k.id : k.value}`, { axis, k });
  };
  const shape = terms.map((term) => shapeOf(b, term, see)).join("+");
  const [only] = items.values();
  return items.size === 1 && only ? { shape, ...only } : undefined;
};

/**
 * Makes sure that two quantities with noise of their own are not, or not always, the same item's quantity.
 * @throws E_SOFT where they may be
 */
export const checkDraws = (b: Builder, thresholds: readonly Noisy[]): void => {
  const quantities = new Map(thresholds.map((threshold) => [threshold.quantity.key, threshold]));
  const described = [...quantities.values()].map((threshold) => ({
    threshold,
    chosen: chosenOf(b, threshold.quantity),
  }));
  described.forEach(({ threshold, chosen }, i) => {
    if (!chosen) return;
    for (const other of described.slice(i + 1)) {
      const twin =
        other.chosen &&
        other.chosen.shape === chosen.shape &&
        !(chosen.k.kind === "const" && other.chosen.k.kind === "const" && other.chosen.axis === chosen.axis);
      const inner = !other.chosen && other.threshold.quantity.terms.some((term) => encloses(chosen.axis, axisOf(term)));
      if (!twin && !inner) continue;
      const from = other.threshold.equation?.from;
      throw fail("E_SOFT", {
        what: "two comparisons may be of the same item's quantity, chosen in two ways; their common noise is not followed here",
        where: from?.text
          ? `${from.label}\n${caret(from.text, from.start, from.end)}`
          : threshold.equation?.from?.label,
        cure: "choose the item by the same constant index in both places, or hold a choice: hold(p)",
      });
    }
  });
};
