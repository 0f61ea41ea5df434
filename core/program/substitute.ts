import type { Atom } from "./atom.ts";
import { type Axis, atomsOfAxis, chainOf, type Extent, encloses } from "./axis.ts";
import type { Builder } from "./builder.ts";
import type { Equation, Settings } from "./primitive.ts";

/** Loops under `from` that are made anew under `to`, such as a list that is gone through once more inside a loop. */
export interface Move {
  /** Which loops under `from`; all of them where absent. */
  readonly axes?: ReadonlySet<Axis>;
  readonly from: Axis | null;
  readonly to: Axis;
  /**
   * What stands in for what an equation computes. Everything that depends on it is made anew, and what is reduced to
   * `from` is then reduced to `to`.
   */
  readonly replace?: (equation: Equation, now: Rewriter) => Atom | undefined;
}

/** Makes atoms and axes anew with some variables replaced, and with some axes moved. */
export interface Rewriter {
  readonly atom: (atom: Atom) => Atom;
  readonly axis: (axis: Axis) => Axis;
}

/** A rewriter that also goes through what several atoms need at once. */
interface Rewriting extends Rewriter {
  readonly atoms: (atoms: readonly Atom[]) => readonly Atom[];
}

const around = (axis: Axis): readonly Axis[] =>
  chainOf(axis).flatMap((a) => [a, ...(a.onto.of ? around(a.onto.of) : [])]);

const movesIn = ({ axes, from }: Move): ((axis: Axis) => boolean) =>
  axes ? (axis) => axes.has(axis) : (axis) => axis !== from && encloses(from, axis);

export const rewriter = (b: Builder, replacements: ReadonlyMap<number, Atom>, move?: Move): Rewriting => {
  const replaced = new Map<number, Atom>(replacements);
  const changed = new Set<number>(replacements.keys());
  const axes = new Map<Axis, Axis>();
  const now = (atom: Atom): Atom => (atom.kind === "const" ? atom : (replaced.get(atom.id) ?? atom));
  const moves = move ? movesIn(move) : () => false;
  const isMoved = (axis: Axis | null): boolean => axis !== null && around(axis).some(moves);
  const extentNow = (extent: Extent): Extent => {
    if (extent.kind === "where") return { ...extent, mask: atomNow(extent.mask) };
    if (extent.kind === "range") return { ...extent, first: atomNow(extent.first), last: atomNow(extent.last) };
    if (extent.kind === "sorted") return { ...extent, key: atomNow(extent.key) };
    return extent;
  };
  const ontoNow = (axis: Axis): Axis["onto"] => {
    const { parent, of, base } = axis.onto;
    const lifted = moves(axis) && (parent ?? null) === move?.from ? move : undefined;
    const outer = lifted ? lifted.to : parent && axisNow(parent);
    const rows = base ? axisNow(base) : lifted && axis.extent.kind === "column" ? parent : undefined;
    return {
      ...(outer && { parent: outer }),
      ...(of && { of: axisNow(of) }),
      ...(rows && rows !== outer && { base: rows }),
    };
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
  /** The loop in which a list is reduced or numbered goes with the list. */
  const settingsNow = (settings: Settings): Settings => {
    const isOfMoved = [settings.axis, settings.from].some(
      (axis) => typeof axis === "object" && axis !== null && isMoved(axis),
    );
    return Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        move && isOfMoved && value === move.from && name !== "axis" && name !== "from"
          ? move.to
          : typeof value === "object" && value !== null
            ? axisNow(value)
            : value,
      ]),
    );
  };
  const dependsOn = ({ inputs, settings, output }: Equation): boolean => {
    const hasChanged = (atom: Atom): boolean => atom.kind === "var" && changed.has(atom.id);
    const loops = [output.axis, ...Object.values(settings)].flatMap((axis) =>
      typeof axis === "object" && axis !== null ? around(axis) : [],
    );
    return inputs.some(hasChanged) || loops.some((axis) => atomsOfAxis(axis).some(hasChanged));
  };
  const walk = (wanted: readonly Atom[]): void => {
    const program = b.program(wanted);
    for (const { variable, source } of program.inputs)
      if (!replaced.has(variable.id) && variable.axis && axisNow(variable.axis) !== variable.axis)
        replaced.set(variable.id, b.input(source, variable.dtype, axisNow(variable.axis)));
    for (const equation of program.equations) {
      const { primitive, inputs, settings, from, output } = equation;
      if (replaced.has(output.id)) continue;
      const instead = move?.replace?.(equation, self);
      const isChanged = instead !== undefined || dependsOn(equation);
      if (!isChanged && !(move && isMoved(output.axis))) continue;
      if (isChanged) changed.add(output.id);
      replaced.set(output.id, instead ?? b.from(from, () => b.emit(primitive, inputs.map(now), settingsNow(settings))));
    }
  };
  const atomsNow = (atoms: readonly Atom[]): readonly Atom[] => {
    const unknown = atoms.filter((atom) => atom.kind === "var" && !replaced.has(atom.id));
    if (unknown.length > 0) walk(unknown);
    return atoms.map(now);
  };
  const atomNow = (atom: Atom): Atom => {
    if (atom.kind === "const") return atom;
    if (!replaced.has(atom.id)) walk([atom]);
    return now(atom);
  };
  const self: Rewriting = { atom: atomNow, atoms: atomsNow, axis: axisNow };
  return self;
};

/** The same atoms with some variables replaced; equations and axes that depend on them are made anew, and simplified. */
export const substitute = (
  b: Builder,
  atoms: readonly Atom[],
  replacements: ReadonlyMap<number, Atom>,
): readonly Atom[] => rewriter(b, replacements).atoms(atoms);
