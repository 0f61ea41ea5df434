import { type Atom, axisOf, type Const, constant, type DType, keyOfAtom, type Var } from "./atom.ts";
import { type Axis, atomsOfAxis, type Extent, joinAxes } from "./axis.ts";
import { type Origins, origins } from "./origins.ts";
import type { Equation, Primitive, Settings } from "./primitive.ts";
import { type Input, type InputSource, type Program, readsOf } from "./program.ts";

let ids = 0;
const nextId = (): number => ++ids;

/**
 * Collects equations: the same primitive of the same inputs is one equation (hash-consing), equations of constants are
 * folded, and each primitive may simplify itself.
 */
export interface Builder extends Origins {
  emit(primitive: Primitive, inputs: readonly Atom[], settings?: Settings): Atom;
  input(source: InputSource, dtype: DType, axis: Axis | null): Var;
  axis(name: string, extent: Extent, onto: Axis["onto"]): Axis;
  definition(atom: Atom): Equation | undefined;
  sourceOf(atom: Atom): InputSource | undefined;
  /** Runs `work` for one element of an axis: lists that it meets are gone through inside that loop. */
  inside<T>(axis: Axis, work: () => T): T;
  readonly open: Axis | null;
  /** The program that computes these outputs, without what they do not need. */
  program(outputs: readonly Atom[]): Program;
}

const none = constant(Number.NaN);
const isConst = (atom: Atom): atom is Const => atom.kind === "const";
const dtypeOf = ({ dtype }: Atom): DType => dtype;

const noSettings: Settings = {};

const keyOfSettings = (settings: Settings): string =>
  Object.keys(settings)
    .sort()
    .map((name) => {
      const value = settings[name];
      return `${name}=${typeof value === "object" && value !== null ? `a${value.id}` : String(value)}`;
    })
    .join(",");

const keyOfSource = (source: InputSource, parameterIds: (parameter: object) => number): string => {
  switch (source.kind) {
    case "column":
    case "validity":
      return `${source.kind} ${source.slot}`;
    case "code":
      return `code ${source.slot} ${source.word}`;
    case "event":
      return "event";
    case "parameter":
      return `parameter ${parameterIds(source.parameter)} ${source.part}`;
    case "given":
      return `given ${source.name}`;
    case "array":
      return `array ${source.values.join(",")}`;
  }
};

const keyOfExtent = (extent: Extent): string => {
  switch (extent.kind) {
    case "events":
      return "events";
    case "fixed":
      return `fixed ${extent.size}`;
    case "column":
      return `column ${extent.slot}`;
    case "where":
      return `where ${keyOfAtom(extent.mask)}`;
    case "range":
      return `range ${keyOfAtom(extent.first)} ${keyOfAtom(extent.last)}`;
    case "sorted":
      return `sorted ${keyOfAtom(extent.key)} ${extent.descending}`;
  }
};

const rank = (atom: Atom): number => (atom.kind === "var" ? atom.id : Number.POSITIVE_INFINITY);
const isBehind = (atom: Atom, k: number, atoms: readonly Atom[]): boolean =>
  k === 0 || rank(atom) >= rank(atoms[k - 1] ?? atom);
const inOrder = (atoms: readonly Atom[]): readonly Atom[] =>
  atoms.every(isBehind) ? atoms : atoms.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));

const numbering = (): ((object: object) => number) => {
  const numbers = new Map<object, number>();
  return (object) => {
    const known = numbers.get(object) ?? numbers.size;
    numbers.set(object, known);
    return known;
  };
};

export const builder = (): Builder => {
  const equations = new Map<string, Equation>();
  const byVar = new Map<number, Equation>();
  const inputs = new Map<string, Input>();
  const sources = new Map<number, InputSource>();
  const axes = new Map<string, Axis>();
  const order: Equation[] = [];
  const parameterIds = numbering();
  const places = origins();
  let open: Axis | null = null;

  const emit = (primitive: Primitive, unordered: readonly Atom[], settings: Settings = noSettings): Atom => {
    const given = primitive.kind === "elementwise" && primitive.commutative ? inOrder(unordered) : unordered;
    const simpler = primitive.simplify?.(given, settings, self);
    if (simpler) return simpler;
    if (primitive.kind === "elementwise" && given.every(isConst)) {
      const evaluate = primitive.evaluate as (...values: readonly (number | boolean)[]) => number | boolean;
      return constant(evaluate(...given.map(({ value }) => value)), primitive.dtype(given.map(dtypeOf)));
    }
    let key = primitive.name;
    for (let k = 0; k < given.length; k++) key += ` ${keyOfAtom(given[k] ?? none)}`;
    const others = settings === noSettings ? "" : keyOfSettings(settings);
    if (others !== "") key += `|${others}`;
    const known = equations.get(key);
    if (known && known.primitive === primitive) return known.output;
    const dtype = primitive.dtype(given.map(dtypeOf));
    let axis: Axis | null = null;
    if (primitive.kind === "structural") axis = primitive.axis(given, settings);
    else for (let k = 0; k < given.length; k++) axis = joinAxes(axis, axisOf(given[k] ?? none));
    const output: Var = { kind: "var", id: nextId(), dtype, axis };
    const equation: Equation = { primitive, inputs: given, settings, output, from: places.origin };
    equations.set(key, equation);
    byVar.set(output.id, equation);
    order.push(equation);
    return output;
  };

  const self: Builder = {
    emit,
    input: (source, dtype, axis) => {
      const key = `${keyOfSource(source, parameterIds)} ${axis?.id ?? ""}`;
      const known = inputs.get(key);
      if (known) return known.variable;
      const variable: Var = { kind: "var", id: nextId(), dtype, axis };
      inputs.set(key, { variable, source });
      sources.set(variable.id, source);
      return variable;
    },
    axis: (name, extent, onto) => {
      const key = `${keyOfExtent(extent)} ${onto.parent?.id ?? ""} ${onto.of?.id ?? ""} ${onto.base?.id ?? ""} ${extent.kind === "fixed" ? name : ""}`;
      const known = axes.get(key) ?? { id: nextId(), name, extent, onto };
      axes.set(key, known);
      return known;
    },
    definition: (atom) => (atom.kind === "var" ? byVar.get(atom.id) : undefined),
    sourceOf: (atom) => (atom.kind === "var" ? sources.get(atom.id) : undefined),
    from: places.from,
    get origin() {
      return places.origin;
    },
    inside: (axis, work) => {
      const before = open;
      open = axis;
      try {
        return work();
      } finally {
        open = before;
      }
    },
    get open() {
      return open;
    },
    program: (outputs) => {
      const needed = new Set<number>();
      const met = new Set<Axis>();
      const need = (atom: Atom): void => {
        if (atom.kind === "const" || needed.has(atom.id)) return;
        needed.add(atom.id);
        for (let axis = atom.axis ?? undefined; axis && !met.has(axis); axis = axis.onto.parent) {
          met.add(axis);
          atomsOfAxis(axis).forEach(need);
        }
      };
      outputs.forEach(need);
      const kept: Equation[] = [];
      for (let k = order.length - 1; k >= 0; k--) {
        const equation = order[k];
        if (!equation || !needed.has(equation.output.id)) continue;
        kept.push(equation);
        readsOf(equation).forEach(need);
      }
      return {
        inputs: [...inputs.values()].filter(({ variable }) => needed.has(variable.id)),
        equations: kept.reverse(),
        outputs,
      };
    },
  };
  return self;
};
