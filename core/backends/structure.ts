import type {
  Atom,
  Axis,
  DType,
  Equation,
  Extent,
  Input,
  InputSource,
  Pass,
  Primitive,
  Settings,
  Var,
} from "../program/index.ts";

const dtypes: Readonly<Record<DType, number>> = { f64: 0, i32: 1, bool: 2, i64: 3, string: 4 };
const extents: Readonly<Record<Extent["kind"], number>> = {
  events: 0,
  fixed: 1,
  column: 2,
  where: 3,
  range: 4,
  sorted: 5,
};
const sources: Readonly<Record<InputSource["kind"], number>> = {
  column: 0,
  validity: 1,
  code: 2,
  event: 3,
  parameter: 4,
  array: 5,
  given: 6,
};
const [nothing, before, met, number, truth, text, fixed] = [0, 1, 2, 3, 4, 5, 6] as const;

const primitives = new WeakMap<Primitive, number>();
let count = 0;
const numberOf = (primitive: Primitive): number => {
  const known = primitives.get(primitive) ?? ++count;
  primitives.set(primitive, known);
  return known;
};

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);

/**
 * What a pass computes, whatever its variables, axes and parameters are called: two passes with the same numbers give the
 * same sums of the same columns and the same values of their other inputs, which stand in the same order.
 */
export const structureOf = ({ program, accumulators }: Pass): Int32Array => {
  const out: number[] = [];
  const variables = new Map<number, number>();
  const axes = new Map<Axis, number>();

  const addNumber = (x: number): void => {
    double[0] = x;
    out.push(number, words[0] ?? 0, words[1] ?? 0);
  };
  const addText = (s: string): void => {
    out.push(text, s.length);
    for (let k = 0; k < s.length; k++) out.push(s.charCodeAt(k));
  };
  const addExtent = (extent: Extent): void => {
    out.push(extents[extent.kind]);
    if (extent.kind === "fixed") out.push(extent.size);
    else if (extent.kind === "column") {
      addText(extent.slot);
      addAxis(extent.after ?? null);
    } else if (extent.kind === "where") addAtom(extent.mask);
    else if (extent.kind === "range") [extent.first, extent.last].forEach(addAtom);
    else if (extent.kind === "sorted") {
      addAtom(extent.key);
      out.push(Number(extent.descending));
    }
  };
  const addAxis = (axis: Axis | null): void => {
    const known = axis ? axes.get(axis) : undefined;
    if (!axis || known !== undefined) {
      out.push(axis ? before : nothing, known ?? 0);
      return;
    }
    axes.set(axis, axes.size);
    out.push(met);
    addExtent(axis.extent);
    for (const other of [axis.onto.parent, axis.onto.of, axis.onto.base]) addAxis(other ?? null);
  };
  const addVar = ({ id, dtype, axis }: Var): void => {
    const known = variables.get(id);
    if (known !== undefined) {
      out.push(before, known);
      return;
    }
    variables.set(id, variables.size);
    out.push(met, dtypes[dtype]);
    addAxis(axis);
  };
  const addAtom = (atom: Atom): void => {
    if (atom.kind === "var") {
      addVar(atom);
      return;
    }
    out.push(fixed, dtypes[atom.dtype]);
    if (typeof atom.value === "number") addNumber(atom.value);
    else out.push(truth, Number(atom.value));
  };
  const addSettings = (settings: Settings): void => {
    const names = Object.keys(settings).sort();
    out.push(names.length);
    for (const name of names) {
      const value = settings[name];
      addText(name);
      if (typeof value === "number") addNumber(value);
      else if (typeof value === "string") addText(value);
      else if (typeof value === "boolean") out.push(truth, Number(value));
      else addAxis(value ?? null);
    }
  };
  const addInput = ({ variable, source }: Input): void => {
    out.push(sources[source.kind]);
    if ("slot" in source) addText(source.slot);
    if (source.kind === "code") addText(source.word);
    if (source.kind === "array") {
      out.push(source.values.length);
      source.values.forEach(addNumber);
    }
    addVar(variable);
  };
  const addEquation = ({ primitive, inputs, settings, output }: Equation): void => {
    out.push(numberOf(primitive), inputs.length);
    inputs.forEach(addAtom);
    addSettings(settings);
    addVar(output);
  };

  out.push(program.inputs.length, program.equations.length, program.outputs.length);
  program.inputs.forEach(addInput);
  program.equations.forEach(addEquation);
  program.outputs.forEach(addAtom);
  for (const { output } of accumulators) addVar(output);
  return Int32Array.from(out);
};
