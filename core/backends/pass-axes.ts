import { type Atom, type Axis, axesOf, type Pass } from "../program/index.ts";

/** What an axis is made from: atoms and the axis on which each is read. */
export const extentReads = ({ extent, onto }: Axis): readonly (readonly [Atom, Axis | undefined])[] => {
  if (extent.kind === "where") return [[extent.mask, onto.parent]];
  if (extent.kind === "range")
    return [
      [extent.first, onto.parent],
      [extent.last, onto.parent],
    ];
  return extent.kind === "sorted" ? [[extent.key, onto.of]] : [];
};

/** True for an axis that a kernel goes through: not the elements of an array. */
export const looped = (axis: Axis): boolean => axis.extent.kind !== "fixed";

/** All axes that a pass goes through, outer ones first. */
export const axesIn = (pass: Pass): readonly Axis[] => {
  const found = new Set<Axis>();
  const meet = (axis: Axis): void => {
    if (found.has(axis) || !looped(axis)) return;
    for (const each of [axis.onto.parent, axis.onto.base, axis.onto.of]) if (each) meet(each);
    for (const [atom] of extentReads(axis)) if (atom.kind === "var" && atom.axis) meet(atom.axis);
    found.add(axis);
  };
  for (const { variable } of pass.program.inputs) if (variable.axis) meet(variable.axis);
  for (const equation of pass.program.equations) for (const axis of axesOf(equation)) meet(axis);
  return [...found];
};
