import { fail } from "../../errors.ts";
import { type ArrayValue, always, emit, isConstantNeeded, numberOf, type Value } from "../../lambda/index.ts";
import { where } from "../../primitives/index.ts";
import { type Atom, constant, isConstant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { setBounds } from "./bounds.ts";
import { type Layout, leafCount, numberLayout } from "./layout.ts";
import { atomOf, type Part, partOf, within } from "./parts.ts";
import { knownAround } from "./sizes.ts";
import { isShort } from "./unrolling.ts";

/** An array that lies in memory: one array for each leaf of its items. */
export interface StoredArray extends ArrayValue {
  readonly layout: Layout;
  readonly parts: readonly Part[];
}

export const isStored = (array: ArrayValue): array is StoredArray => "parts" in array;

/** The value whose leaves these parts are. */
export const valueAt = (b: ArrayBuilder, layout: Layout, parts: readonly Part[]): Value => {
  switch (layout.kind) {
    case "number": {
      const [value, present] = parts;
      if (!value) throw fail("E_SHAPE", { what: "a value has fewer leaves than its layout" });
      return numberOf(atomOf(b, value), present && layout.maybe ? atomOf(b, present) : always);
    }
    case "record": {
      const places = new Map<string, readonly Part[]>();
      let first = 0;
      for (const [name, field] of layout.fields) {
        places.set(name, parts.slice(first, first + leafCount(field)));
        first += leafCount(field);
      }
      return {
        kind: "record",
        names: [...layout.fields.keys()],
        get: (name) => {
          const field = layout.fields.get(name);
          return field && valueAt(b, field, places.get(name) ?? []);
        },
      };
    }
    case "tuple": {
      let first = 0;
      const items = layout.items.map((item) => {
        const place = first;
        first += leafCount(item);
        return valueAt(b, item, parts.slice(place, first));
      });
      return { kind: "tuple", items };
    }
    case "array":
      return stored(b, layout.length, layout.item, parts);
    case "fixed":
      return layout.value;
  }
};

export const stored = (b: ArrayBuilder, length: Atom, layout: Layout, parts: readonly Part[]): StoredArray => ({
  kind: "array",
  length,
  layout,
  parts,
  item: (index, checked) =>
    valueAt(
      b,
      layout,
      parts.map((part) => within(part, index, checked)),
    ),
});

/** The value whose leaves these atoms are. */
export const withLeaves = (b: ArrayBuilder, layout: Layout, leaves: readonly Atom[]): Value =>
  valueAt(b, layout, leaves.map(partOf));

/** An array whose items are made where they are asked for. */
export const lazy = (length: Atom, item: ArrayValue["item"]): ArrayValue => ({ kind: "array", length, item });

export interface Flat {
  readonly layout: Layout;
  readonly leaves: readonly Atom[];
}

const joined = (kind: "tuple", flats: readonly Flat[]): Flat => ({
  layout: { kind, items: flats.map(({ layout }) => layout) },
  leaves: flats.flatMap(({ leaves }) => leaves),
});

/**
 * The numbers of a value, and how they lie; arrays are made that are not in memory yet.
 * @throws E_TYPE for what has no place in an array or a variable of a loop
 */
export const leavesOf = (b: ArrayBuilder, value: Value): Flat => {
  switch (value.kind) {
    case "number": {
      const { atom, present } = value;
      if (isConstant(present, false)) return { layout: { kind: "fixed", value: { kind: "missing" } }, leaves: [] };
      const maybe = !isConstant(present, true);
      return { layout: { kind: "number", dtype: atom.dtype, maybe }, leaves: maybe ? [atom, present] : [atom] };
    }
    case "record": {
      const fields = value.names.map((name) => [name, leavesOf(b, value.get(name) ?? { kind: "missing" })] as const);
      return {
        layout: { kind: "record", fields: new Map(fields.map(([name, { layout }]) => [name, layout])) },
        leaves: fields.flatMap(([, { leaves }]) => leaves),
      };
    }
    case "tuple":
      return joined(
        "tuple",
        value.items.map((item) => leavesOf(b, item)),
      );
    case "array": {
      const { length, layout, parts } = isStored(value) ? value : store(b, value);
      return { layout: { kind: "array", length, item: layout }, leaves: parts.map((part) => atomOf(b, part)) };
    }
    case "function":
    case "text":
    case "missing":
      return { layout: { kind: "fixed", value }, leaves: [] };
    default:
      throw fail("E_TYPE", { what: `this value has no place in a variable of a function of arrays: ${value.kind}` });
  }
};

/** A number of an item: what may be missing is NaN in memory. */
const itemNumbers = (b: ArrayBuilder, { layout, leaves }: Flat): Flat => {
  const [atom, present] = leaves;
  if (layout.kind === "number" && layout.maybe && atom && present)
    return {
      layout: numberLayout(),
      leaves: [emit(b, where, present, atom, constant(Number.NaN))],
    };
  if (layout.kind === "fixed" && layout.value.kind === "missing")
    return { layout: numberLayout(), leaves: [constant(Number.NaN)] };
  return { layout, leaves };
};

/** The leaves of an array's item, where the array is made. */
export const itemLeaves = (b: ArrayBuilder, item: Value): Flat => {
  const flat = itemNumbers(b, leavesOf(b, item));
  knownAround(b, flat.layout);
  return flat;
};

/** Turns of a loop, of which the number is known to lie below `count`, and below what it was made of. */
export const eachTurn = (b: ArrayBuilder, count: Atom, turn: Var, ...bounds: readonly Atom[]): void =>
  setBounds(b, turn, constant(0, "i32"), [count, ...bounds]);

/** Makes an array in memory. */
export const store = (b: ArrayBuilder, { length, item }: ArrayValue): StoredArray => {
  let layout: Layout = numberLayout();
  const { collected } = b.loop(length, [], (turn) => {
    eachTurn(b, length, turn);
    const flat = itemLeaves(b, item(turn, false));
    layout = flat.layout;
    return { carried: [], collected: flat.leaves };
  });
  return stored(b, length, layout, collected.map(partOf));
};

const mostItems = 64;

/** An array in memory; a short one, or one whose items are not alike or need constants, is written out. */
const kept = (b: ArrayBuilder, array: ArrayValue): Value => {
  if (isStored(array)) return array;
  const { length, item } = array;
  const count = length.kind === "const" ? Number(length.value) : Number.POSITIVE_INFINITY;
  const writtenOut = (): Value => ({
    kind: "tuple",
    items: Array.from({ length: count }, (_, k) => named(b, item(constant(k, "i32"), false))),
  });
  if (isShort(length, undefined)) return writtenOut();
  try {
    return store(b, array);
  } catch (error) {
    if (!isConstantNeeded(error) || count > mostItems) throw error;
    return writtenOut();
  }
};

/** A value of which the arrays are in memory. */
export const named = (b: ArrayBuilder, value: Value): Value => {
  switch (value.kind) {
    case "array":
      return kept(b, value);
    case "tuple": {
      const items = value.items.map((item) => named(b, item));
      return items.every((item, k) => item === value.items[k]) ? value : { ...value, items };
    }
    default:
      return value;
  }
};
