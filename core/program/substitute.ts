import type { Atom } from "./atom.ts";
import { type Axis, chainOf, type Extent } from "./axis.ts";
import type { Builder } from "./builder.ts";
import type { Settings } from "./primitive.ts";

/** A list that is gone through once more inside a loop: its axes under `from` are made anew under `to`. */
export interface Move {
  readonly axes: ReadonlySet<Axis>;
  readonly from: Axis | null;
  readonly to: Axis;
}

/** Makes atoms and axes anew with some variables replaced, and with some axes moved. */
export interface Rewriter {
  readonly atom: (atom: Atom) => Atom;
  readonly axis: (axis: Axis) => Axis;
}

export const rewriter = (b: Builder, replacements: ReadonlyMap<number, Atom>, move?: Move): Rewriter => {
  const replaced = new Map<number, Atom>(replacements);
  const axes = new Map<Axis, Axis>();
  const now = (atom: Atom): Atom => (atom.kind === "const" ? atom : (replaced.get(atom.id) ?? atom));
  const around = (axis: Axis): readonly Axis[] =>
    chainOf(axis).flatMap((a) => [a, ...(a.onto.of ? around(a.onto.of) : [])]);
  const isMoved = (axis: Axis | null): boolean =>
    move !== undefined && axis !== null && around(axis).some((a) => move.axes.has(a));
  const extentNow = (extent: Extent): Extent => {
    if (extent.kind === "where") return { ...extent, mask: atomNow(extent.mask) };
    if (extent.kind === "range") return { ...extent, first: atomNow(extent.first), last: atomNow(extent.last) };
    if (extent.kind === "sorted") return { ...extent, key: atomNow(extent.key) };
    return extent;
  };
  const ontoNow = (axis: Axis): Axis["onto"] => {
    const { parent, of, base } = axis.onto;
    const lifted = move?.axes.has(axis) && (parent ?? null) === move.from ? move : undefined;
    const outer = lifted ? lifted.to : parent && axisNow(parent);
    const rows = base ? axisNow(base) : lifted && axis.extent.kind === "column" ? parent : undefined;
    return { ...(outer && { parent: outer }), ...(of && { of: axisNow(of) }), ...(rows && { base: rows }) };
  };
  const axisNow = (axis: Axis): Axis => {
    const known = axes.get(axis);
    if (known) return known;
    const { parent, of } = axis.onto;
    const made =
      parent === undefined && of === undefined && !isMoved(axis)
        ? axis
        : b.axis(axis.name, extentNow(axis.extent), ontoNow(axis));
    axes.set(axis, made);
    return made;
  };
  const settingsNow = (settings: Settings): Settings =>
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        typeof value === "object" && value !== null ? axisNow(value) : value,
      ]),
    );
  const atomNow = (atom: Atom): Atom => {
    if (atom.kind === "const") return atom;
    const known = replaced.get(atom.id);
    if (known) return known;
    const program = b.program([atom]);
    for (const { variable, source } of program.inputs)
      if (!replaced.has(variable.id) && variable.axis && axisNow(variable.axis) !== variable.axis)
        replaced.set(variable.id, b.input(source, variable.dtype, axisNow(variable.axis)));
    for (const { primitive, inputs, settings, from, output } of program.equations) {
      if (replaced.has(output.id) || (move && !isMoved(output.axis))) continue;
      replaced.set(
        output.id,
        b.from(from, () => b.emit(primitive, inputs.map(now), settingsNow(settings))),
      );
    }
    return now(atom);
  };
  return { atom: atomNow, axis: axisNow };
};

/** The same atoms with some variables replaced; equations and axes that depend on them are made anew, and simplified. */
export const substitute = (
  b: Builder,
  atoms: readonly Atom[],
  replacements: ReadonlyMap<number, Atom>,
): readonly Atom[] => atoms.map(rewriter(b, replacements).atom);
