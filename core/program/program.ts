import type { Atom, DType, Var } from "./atom.ts";
import { type Axis, atomsOfAxis } from "./axis.ts";
import type { Parameter } from "./parameter.ts";
import { axisSetting, type Equation } from "./primitive.ts";

/** What an input of a program stands for. */
export type InputSource =
  /** A leaf column, or the validity of any column (then a bool), at this slot. */
  | { readonly kind: "column"; readonly slot: string }
  | { readonly kind: "validity"; readonly slot: string }
  /** The number that stands for a word in the dictionary of a column of strings; -1 where it is not in it. */
  | { readonly kind: "code"; readonly slot: string; readonly word: string }
  /** The number of the event in its source. */
  | { readonly kind: "event" }
  /** The value of a parameter, the value at which widths are frozen, or its width. */
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly part: "value" | "anchor" | "width" }
  /** Fixed numbers on a fixed axis. */
  | { readonly kind: "array"; readonly values: readonly number[] }
  /** A number or an array on a fixed axis that the caller supplies by name. */
  | { readonly kind: "given"; readonly name: string };

export interface Input {
  readonly variable: Var;
  readonly source: InputSource;
}

/** A straight-line program: equations in an order in which each uses only what stands before it. */
export interface Program {
  readonly inputs: readonly Input[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
}

const once = <T>(make: (equation: Equation) => T): ((equation: Equation) => T) => {
  const known = new WeakMap<Equation, T>();
  return (equation) => {
    const found = known.get(equation);
    if (found !== undefined) return found;
    const made = make(equation);
    known.set(equation, made);
    return made;
  };
};

/** The axes an equation mentions: that of its output, those in its settings, and those of their loops. */
export const axesOf = once((equation): readonly Axis[] => {
  const found = new Set<Axis>();
  const meet = (start: Axis | null): void => {
    for (let axis = start ?? undefined; axis && !found.has(axis); axis = axis.onto.parent) found.add(axis);
  };
  meet(equation.output.axis);
  for (const name in equation.settings) meet(axisSetting(equation.settings, name));
  return [...found];
});

/** Everything an equation reads: its inputs and what the extents of its axes depend on. */
export const readsOf = once((equation): readonly Atom[] => {
  const axes = axesOf(equation);
  if (axes.length === 0) return equation.inputs;
  const reads = equation.inputs.slice();
  for (const axis of axes) {
    reads.push(...atomsOfAxis(axis));
    for (let of = axis.onto.of; of; of = of.onto.parent) reads.push(...atomsOfAxis(of));
  }
  return reads;
});

const showSource = (source: InputSource): string => {
  switch (source.kind) {
    case "parameter":
      return `${source.part} of ${JSON.stringify(source.parameter.name)}`;
    case "given":
      return source.name;
    case "event":
      return "event number";
    case "code":
      return `code of ${JSON.stringify(source.word)} in ${source.slot}`;
    case "array":
      return `[${source.values.join(", ")}]`;
    default:
      return `${source.kind} ${source.slot}`;
  }
};

/** The program as one line per equation, for people and snapshots. */
export const showProgram = (program: Program): string => {
  const names = new Map<number, string>();
  const nameOf = (atom: Atom): string => {
    if (atom.kind === "const") return String(atom.value);
    const known = names.get(atom.id);
    if (known) return known;
    const name = `x${names.size}`;
    names.set(atom.id, name);
    return name;
  };
  const typed = (v: Var): string => `${nameOf(v)}: ${v.dtype satisfies DType}${v.axis ? `[${v.axis.name}]` : ""}`;
  return [
    ...program.inputs.map((input) => `${typed(input.variable)} = ${showSource(input.source)}`),
    ...program.equations.map(
      ({ primitive, inputs, output }) => `${typed(output)} = ${primitive.name}(${inputs.map(nameOf).join(", ")})`,
    ),
    `return ${program.outputs.map(nameOf).join(", ")}`,
  ].join("\n");
};
