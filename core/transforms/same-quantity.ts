import { at, broadcast, take, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type Builder } from "../program/index.ts";
import type { Quantity } from "./quantity.ts";

/** An item that was chosen by its index. */
interface Choice {
  readonly axis: Axis;
  readonly k: Atom;
}

/** What a quantity says, and of which items that were chosen by their index. */
interface Said {
  readonly shape: string;
  readonly chosen: readonly Choice[];
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

/** What atoms of a builder say, each said once: a short name for each text, and the items that it chose. */
interface Sayings {
  readonly names: Map<string, string>;
  readonly said: Map<number, { readonly name: string; readonly chosen: readonly Choice[] }>;
}

const sayings = new WeakMap<Builder, Sayings>();

const shapeOf = (b: Builder, atom: Atom, see: See): string => {
  if (atom.kind === "const") return String(atom.value);
  const known = sayings.get(b) ?? { names: new Map(), said: new Map() };
  sayings.set(b, known);
  const before = known.said.get(atom.id);
  if (before) {
    before.chosen.forEach(see);
    return before.name;
  }
  const chosen: Choice[] = [];
  const text = written(b, atom, (choice) => chosen.push(choice));
  const isName = text.startsWith("#");
  const name = isName ? text : (known.names.get(text) ?? `#${known.names.size}`);
  if (!isName) known.names.set(text, name);
  known.said.set(atom.id, { name, chosen });
  chosen.forEach(see);
  return name;
};

const written = (b: Builder, atom: Atom, see: See): string => {
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
  const loops = Object.entries(settings).flatMap(([name, s]) =>
    name === "to" || name === "owner" ? [] : [typeof s === "object" && s ? describeAxis(b, s) : String(s)],
  );
  const ordered = primitive.kind === "elementwise" && primitive.commutative ? shapes.toSorted() : shapes;
  return `${primitive.name}(${ordered.join()}|${loops.join()})`;
};

/** What a value may be: of a condition with two outcomes, those that are no constants. */
const outcomesOf = (b: Builder, atom: Atom): readonly Atom[] => {
  const made = b.definition(atom);
  const [, x, y] = made?.inputs ?? [];
  if (made?.primitive !== where.primitive || !x || !y) return atom.kind === "const" ? [] : [atom];
  return [...outcomesOf(b, x), ...outcomesOf(b, y)];
};

/** What a quantity is of an item or an event, in whatever loop, order or condition it is said. */
export const saidOf = (b: Builder, { terms }: Quantity): readonly Said[] => {
  const [only] = terms;
  const ways = terms.length === 1 && only ? outcomesOf(b, only).map((atom) => [atom]) : [terms];
  return ways.map((way) => {
    const chosen = new Map<string, Choice>();
    const see: See = (choice) => {
      chosen.set(`${choice.axis.id} ${choice.k.kind === "var" ? choice.k.id : choice.k.value}`, choice);
    };
    const shape = way
      .map((term) => shapeOf(b, term, see))
      .toSorted()
      .join("+");
    return { shape, chosen: [...chosen.values()] };
  });
};

const places = ({ chosen }: Said): string | undefined =>
  chosen.every(({ k }) => k.kind === "const")
    ? chosen
        .map(({ axis, k }) => `${axis.id} ${k.kind === "const" ? k.value : ""}`)
        .toSorted()
        .join()
    : undefined;

const axesOf = ({ chosen }: Said): string =>
  [...new Set(chosen.map(({ axis }) => axis.id))].toSorted((a, b) => a - b).join();

const areOne = (a: Said, b: Said): boolean => {
  if (a.shape !== b.shape) return false;
  const [here, there] = [places(a), places(b)];
  return !here || !there || here === there || axesOf(a) !== axesOf(b);
};

/** True where two quantities that are not one may come to the same, of the same event, item or pair. */
export const mayBeOne = (some: readonly Said[], others: readonly Said[]): boolean =>
  some.some((a) => others.some((b) => areOne(a, b)));
