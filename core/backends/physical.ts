import { at, broadcast, take, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type Builder } from "../program/index.ts";
import type { Machine } from "./interpret.ts";

/** Some elements of an axis; -1 stands for none. */
export interface Elements {
  readonly axis: Axis;
  readonly which: Int32Array;
}

const picked = (table: Int32Array, which: Int32Array): Int32Array => which.map((i) => (i < 0 ? -1 : (table[i] ?? -1)));

/** For each element, the element of an axis around it. */
export const outward = ({ t }: Machine, { axis, which }: Elements, outer: Axis): Int32Array =>
  axis === outer ? which : picked(t.ancestors(axis, outer), which);

/** The column whose rows an atom takes as they are: through items, orders and choices, but nothing computed. */
export const slotBehind = (b: Builder, atom: Atom): string | undefined => {
  const source = b.sourceOf(atom);
  if (source) return source.kind === "column" ? source.slot : undefined;
  const { primitive, inputs } = b.definition(atom) ?? {};
  const [x, y, z] = inputs ?? [];
  if (x && (primitive === broadcast || primitive === at || primitive === take)) return slotBehind(b, x);
  if (primitive !== where.primitive || !y || !z) return undefined;
  const slot = slotBehind(b, y);
  return slot !== undefined && slot === slotBehind(b, z) ? slot : undefined;
};

/** The rows of that column which an atom has at some elements. */
export const rowsBehind = (b: Builder, m: Machine, atom: Atom, elements: Elements): Int32Array => {
  const { t, read } = m;
  const nothing = (): Int32Array => elements.which.map(() => -1);
  if (atom.kind === "const" || !atom.axis) return nothing();
  const here: Elements = { axis: atom.axis, which: outward(m, elements, atom.axis) };
  const equation = b.definition(atom);
  if (!equation) return picked(t.of(atom.axis).rows, here.which);
  const { primitive, inputs, settings } = equation;
  const [x, y, z] = inputs;
  const axis = axisSetting(settings, "axis");
  if (primitive === broadcast && x) return rowsBehind(b, m, x, here);
  if (primitive === take && x && axis?.onto.of)
    return rowsBehind(b, m, x, { axis: axis.onto.of, which: picked(t.of(axis).rows, here.which) });
  if (primitive === at && x && y && axis) {
    const owner = axisSetting(settings, "owner");
    const starts = t.starts(axis, owner);
    const index = read(y, atom.axis);
    const owners = owner ? outward(m, here, owner) : here.which.map(() => 0);
    const which = here.which.map((i, k) => {
      const [j, o] = [index[i] ?? -1, owners[k] ?? -1];
      const element = (starts[o] ?? 0) + j;
      return i >= 0 && o >= 0 && j >= 0 && element < (starts[o + 1] ?? 0) ? element : -1;
    });
    return rowsBehind(b, m, x, { axis, which });
  }
  if (primitive !== where.primitive || !x || !y || !z) return nothing();
  const holds = read(x, atom.axis);
  const [yes, no] = [rowsBehind(b, m, y, here), rowsBehind(b, m, z, here)];
  return here.which.map((i, k) => (i < 0 ? -1 : ((holds[i] ? yes[k] : no[k]) ?? -1)));
};
