import type { Atom, Axis, Builder, Extent, Settings } from "../program/index.ts";

/** The same atoms with some variables replaced; equations and axes that depend on them are made anew, and simplified. */
export const substitute = (
  b: Builder,
  atoms: readonly Atom[],
  replacements: ReadonlyMap<number, Atom>,
): readonly Atom[] => {
  const replaced = new Map<number, Atom>(replacements);
  const axes = new Map<Axis, Axis>();
  const now = (atom: Atom): Atom => (atom.kind === "const" ? atom : (replaced.get(atom.id) ?? atom));
  const extentNow = (extent: Extent): Extent => {
    if (extent.kind === "where") return { ...extent, mask: now(extent.mask) };
    if (extent.kind === "range") return { ...extent, first: now(extent.first), last: now(extent.last) };
    if (extent.kind === "sorted") return { ...extent, key: now(extent.key) };
    return extent;
  };
  const axisNow = (axis: Axis): Axis => {
    const known = axes.get(axis);
    if (known) return known;
    const { parent, of } = axis.onto;
    const made =
      parent === undefined && of === undefined
        ? axis
        : b.axis(axis.name, extentNow(axis.extent), {
            ...(parent && { parent: axisNow(parent) }),
            ...(of && { of: axisNow(of) }),
          });
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
  for (const equation of b.program(atoms).equations) {
    if (replaced.has(equation.output.id)) continue;
    const { primitive, inputs, settings, from } = equation;
    replaced.set(
      equation.output.id,
      b.from(from, () => b.emit(primitive, inputs.map(now), settingsNow(settings))),
    );
  }
  return atoms.map(now);
};
