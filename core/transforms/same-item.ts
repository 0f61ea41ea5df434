import { at, broadcast, take } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, axisSetting, type Builder } from "../program/index.ts";
import type { Quantity } from "./quantity.ts";

/** An item that was chosen by its index. */
interface Choice {
  readonly axis: Axis;
  readonly k: Atom;
}

/** What a quantity is of an item, in whatever loop and order it is said, and which items it was chosen from. */
export interface ItemQuantity {
  readonly shape: string;
  readonly chosen: readonly Choice[];
  readonly isOfItems: boolean;
}

type See = (choice: Choice) => void;

const describeAxis = (b: Builder, axis: Axis): string => {
  const { extent, onto } = axis;
  const shape = (atom: Atom): string => shapeOf(b, atom, () => undefined);
  switch (extent.kind) {
    case "column":
      return extent.slot;
    case "where":
      return `${onto.parent ? describeAxis(b, onto.parent) : ""} where ${shape(extent.mask)}`;
    case "sorted":
      return `${onto.of ? describeAxis(b, onto.of) : ""} by ${shape(extent.key)} ${extent.descending}`;
    case "range":
      return `${shape(extent.first)} to ${shape(extent.last)}`;
    default:
      return `${extent.kind} ${axis.id}`;
  }
};

const shapeOf = (b: Builder, atom: Atom, see: See): string => {
  if (atom.kind === "const") return String(atom.value);
  const made = b.definition(atom);
  if (!made) {
    const source = b.sourceOf(atom);
    return source?.kind === "column" || source?.kind === "validity" ? `${source.kind} ${source.slot}` : `v${atom.id}`;
  }
  const { primitive, inputs, settings } = made;
  const [x, k] = inputs;
  if (x && (primitive === take || primitive === broadcast)) return shapeOf(b, x, see);
  const axis = axisSetting(settings, "axis");
  if (x && k && primitive === at && axis && axis.extent.kind !== "fixed") {
    see({ axis, k });
    return shapeOf(b, x, () => undefined);
  }
  const shapes = inputs.map((input) => shapeOf(b, input, see));
  const loops = Object.values(settings).map((s) => (typeof s === "object" && s ? describeAxis(b, s) : String(s)));
  const ordered = primitive.kind === "elementwise" && primitive.commutative ? shapes.toSorted() : shapes;
  return `${primitive.name}(${ordered.join()}|${loops.join()})`;
};

const isOfItem = (axis: Axis | null): boolean =>
  axis !== null && (axis.extent.kind === "column" || isOfItem(axis.onto.parent ?? null));

export const itemQuantity = (b: Builder, { terms }: Quantity): ItemQuantity => {
  const chosen = new Map<string, Choice>();
  const see: See = (choice) => {
    chosen.set(`${choice.axis.id} ${choice.k.kind === "var" ? choice.k.id : choice.k.value}`, choice);
  };
  const shape = terms
    .map((term) => shapeOf(b, term, see))
    .toSorted()
    .join("+");
  return {
    shape,
    chosen: [...chosen.values()],
    isOfItems: chosen.size > 0 || terms.some((term) => isOfItem(axisOf(term))),
  };
};

const places = ({ chosen }: ItemQuantity): string | undefined =>
  chosen.every(({ k }) => k.kind === "const")
    ? chosen
        .map(({ axis, k }) => `${axis.id} ${k.kind === "const" ? k.value : ""}`)
        .toSorted()
        .join()
    : undefined;

const axesOf = ({ chosen }: ItemQuantity): string =>
  [...new Set(chosen.map(({ axis }) => axis.id))].toSorted((a, b) => a - b).join();

/** True where two quantities that are not one may be the quantity of one item, or of one pair. */
export const mayBeOne = (a: ItemQuantity, b: ItemQuantity): boolean => {
  if (!a.isOfItems || !b.isOfItems || a.shape !== b.shape) return false;
  const [here, there] = [places(a), places(b)];
  return !here || !there || here === there || axesOf(a) !== axesOf(b);
};
