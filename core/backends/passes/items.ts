import {
  type Atom,
  type Axis,
  axesOf,
  axisSetting,
  type Equation,
  type Pass,
  type StructuralPrimitive,
  type Var,
} from "../../program/index.ts";
import { rebuild } from "./rebuild.ts";

/** What an item has of what was computed for each item of its list. */
export const itemOf: StructuralPrimitive = {
  kind: "structural",
  name: "itemOf",
  modes: ["linear"],
  dtype: ([dtype = "f64"]) => dtype,
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: () => undefined,
  vjp: () => [],
};

const isPlain = ({ extent, onto }: Axis): boolean =>
  extent.kind === "column" &&
  extent.after === undefined &&
  onto.base === undefined &&
  onto.parent?.extent.kind === "events";

/**
 * What depends on the columns of one item alone is computed once for each item of the list, not for each time that the
 * item is met in a loop of pairs: there it is read by the row of the item.
 */
export const items = (pass: Pass): Pass => {
  const { inputs, equations } = pass.program;
  const axes = new Set([...equations.flatMap(axesOf), ...inputs.flatMap(({ variable }) => variable.axis ?? [])]);
  const plain = new Map<string, Axis>();
  for (const axis of axes) if (axis.extent.kind === "column" && isPlain(axis)) plain.set(axis.extent.slot, axis);
  const listOf = (axis: Axis | null): Axis | undefined =>
    axis?.extent.kind === "column" ? plain.get(axis.extent.slot) : undefined;
  const sources = new Map(inputs.map((input) => [input.variable.id, input]));
  const columns = new Map<string, Var>();
  for (const { variable, source } of inputs)
    if (variable.axis && isPlain(variable.axis) && (source.kind === "column" || source.kind === "validity"))
      columns.set(`${source.kind} ${source.slot}`, variable);
  const definitions = new Map(equations.map((equation) => [equation.output.id, equation]));
  const ofItem = new Map<number, boolean>();
  /** True for what is made of numbers and of columns of the list of an axis. */
  const isOfItem = (atom: Atom, axis: Axis): boolean => {
    if (atom.kind === "const" || atom.axis === null) return true;
    if (atom.axis !== axis) return false;
    const known = ofItem.get(atom.id);
    if (known !== undefined) return known;
    const source = sources.get(atom.id)?.source;
    const equation = definitions.get(atom.id);
    const found = equation
      ? equation.primitive.kind === "elementwise" &&
        equation.primitive.lower !== undefined &&
        equation.inputs.every((input) => isOfItem(input, axis))
      : (source?.kind === "column" || source?.kind === "validity") && columns.has(`${source.kind} ${source.slot}`);
    ofItem.set(atom.id, found);
    return found;
  };
  const isRepeated = ({ output, primitive }: Equation): boolean =>
    primitive.kind === "elementwise" &&
    output.axis !== null &&
    listOf(output.axis) !== undefined &&
    isOfItem(output, output.axis);
  if (!equations.some((equation) => isRepeated(equation) && listOf(equation.output.axis) !== equation.output.axis))
    return pass;
  const once = new Map<number, Atom>();
  return rebuild(pass, {
    equation: (equation, now) => {
      const list = listOf(equation.output.axis);
      if (!list || !isRepeated(equation)) return undefined;
      const { primitive, settings, output } = equation;
      const read = equation.inputs.map((input): Atom => {
        if (input.kind === "const" || input.axis === null) return input;
        const source = sources.get(input.id)?.source;
        const column =
          source?.kind === "column" || source?.kind === "validity"
            ? columns.get(`${source.kind} ${source.slot}`)
            : undefined;
        return column ?? once.get(input.id) ?? now.atom(input);
      });
      const value = now.emit(primitive, read, settings, output.dtype, list);
      once.set(output.id, value);
      const axis = output.axis && now.axis(output.axis);
      return axis === list ? value : now.emit(itemOf, [value], { axis }, output.dtype, axis);
    },
  });
};
