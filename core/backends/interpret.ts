import { isValid } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { broadcast, digitize as digitizePrimitive, reducers, scatter } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  chainOf,
  type Equation,
  type Input,
  type Primitive,
  type Program,
} from "../program/index.ts";
import { codeIn, columnAt, leafAt } from "./columns.ts";
import { digitize } from "./digitize.ts";
import { type Environment, type Rows, type Supply, scalar } from "./environment.ts";
import { fallback, listSteps, required } from "./interpret-lists.ts";
import { momentSteps } from "./interpret-moments.ts";
import { type Tables, tables } from "./tables.ts";

/** A program that has run over a tile of events. */
export interface Machine {
  readonly t: Tables;
  readonly env: Environment;
  /** The values of an atom, one per element of an axis on or inside its own. */
  readonly read: (atom: Atom, axis: Axis | null) => Float64Array;
  readonly into: ReadonlyMap<number, Float64Array>;
}

const countOf = ({ t }: Machine, axis: Axis | null): number => (axis === null ? 1 : t.of(axis).count);

const accumulator = (m: Machine, equation: Equation, start: number): Float64Array =>
  m.into.get(equation.output.id) ?? new Float64Array(countOf(m, equation.output.axis)).fill(start);

type Step = (m: Machine, equation: Equation) => Float64Array;

const reduceStep: Step = (m, equation) => {
  const reducer = equation.primitive.kind === "structural" ? reducers.get(equation.primitive) : undefined;
  const [input] = equation.inputs;
  if (!reducer || !input) throw fail("E_SHAPE", { what: `${equation.primitive.name} is no reduction` });
  const from = required(equation, "from");
  const to = axisSetting(equation.settings, "to");
  const x = m.read(input, from);
  const out = accumulator(m, equation, Number(reducer.start));
  const step = reducer.step.evaluate as (before: number, x: number) => number | boolean;
  const target = to === null ? undefined : m.t.ancestors(from, to);
  for (let i = 0; i < x.length; i++) {
    const j = target?.[i] ?? 0;
    out[j] = Number(step(out[j] ?? 0, x[i] ?? 0));
  }
  return out;
};

const steps: ReadonlyMap<Primitive, Step> = new Map<Primitive, Step>([
  ...momentSteps,
  ...[...reducers.keys()].map((primitive) => [primitive, reduceStep] as const),
  ...listSteps,
  [broadcast, (m, e) => m.read(e.inputs[0] ?? fallback, e.output.axis)],
  [
    scatter,
    (m, e) => {
      const [x = fallback, k = fallback] = e.inputs;
      const inner = chainOf(axisOf(x)).length >= chainOf(axisOf(k)).length ? axisOf(x) : axisOf(k);
      const [values, index] = [m.read(x, inner), m.read(k, inner)];
      const out = accumulator(m, e, 0);
      for (let i = 0; i < values.length; i++) {
        const j = index[i] ?? -1;
        if (j >= 0 && j < out.length) out[j] = (out[j] ?? 0) + (values[i] ?? 0);
      }
      return out;
    },
  ],
  [
    digitizePrimitive,
    (m, e) => {
      const [x = fallback, edges = fallback] = e.inputs;
      const array = m.read(edges, axisOf(edges));
      return m.read(x, e.output.axis).map((value) => digitize(array, value));
    },
  ],
]);

const elementwise: Step = (m, { primitive, inputs, output }) => {
  if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} has no interpreter` });
  const columns = inputs.map((input) => m.read(input, output.axis));
  const isBool = inputs.map(({ dtype }) => dtype === "bool");
  const evaluate = primitive.evaluate as (...values: readonly (number | boolean)[]) => number | boolean;
  const out = new Float64Array(countOf(m, output.axis));
  const values: (number | boolean)[] = [];
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < columns.length; k++) values[k] = isBool[k] ? columns[k]?.[i] !== 0 : (columns[k]?.[i] ?? 0);
    out[i] = Number(evaluate(...values));
  }
  return out;
};

const columnInput = ({ variable, source }: Input, rows: Rows, t: Tables): Float64Array | undefined => {
  const inRows = (): Int32Array => (variable.axis ? t.of(variable.axis).rows : new Int32Array(0));
  if (source.kind === "column") {
    const { values } = leafAt(rows.columns, source.slot);
    return Float64Array.from(inRows(), (row) => Number(values[row] ?? 0));
  }
  if (source.kind === "validity") {
    const { validity } = columnAt(rows.columns, source.slot);
    return Float64Array.from(inRows(), (row) => Number(isValid(validity, row)));
  }
  if (source.kind === "code") return scalar(codeIn(rows.columns, source.slot, source.word));
  if (source.kind === "event") return Float64Array.from(inRows(), (row) => rows.numbers?.[row] ?? rows.first + row);
  return source.kind === "array" ? new Float64Array(source.values) : undefined;
};

/**
 * Runs a program over a tile of events, equation by equation: slow, simple, and the reference of the other back ends.
 * @param supply - values of parameters and given inputs
 * @param into - accumulators, by variable, that reductions out of the event loop continue
 */
export const machineOf = (
  program: Program,
  rows: Rows,
  supply: Supply,
  into: ReadonlyMap<number, Float64Array> = new Map(),
): Machine => {
  const env: Environment = new Map();
  const inputs = new Map(program.inputs.map((input) => [input.variable.id, input]));
  /** Inputs are read when they are needed: the axis of one may depend on an equation. */
  const valuesOf = (id: number): Float64Array | undefined => {
    const input = env.has(id) ? undefined : inputs.get(id);
    if (input) env.set(id, columnInput(input, rows, t) ?? supply(input));
    return env.get(id);
  };
  const read = (atom: Atom, axis: Axis | null): Float64Array => {
    const all = (value: number): Float64Array => new Float64Array(axis === null ? 1 : t.of(axis).count).fill(value);
    if (atom.kind === "const") return all(Number(atom.value));
    const values = valuesOf(atom.id);
    if (!values) throw fail("E_SHAPE", { what: `variable ${atom.id} has no value yet` });
    if (atom.axis === axis) return values;
    if (atom.axis === null || axis === null) return all(values[0] ?? 0);
    return Float64Array.from(t.ancestors(axis, atom.axis), (i) => values[i] ?? 0);
  };
  const t = tables(rows, read);
  const m: Machine = { t, env, read, into };
  for (const equation of program.equations) {
    const step = steps.get(equation.primitive) ?? elementwise;
    env.set(equation.output.id, step(m, equation));
  }
  for (const output of program.outputs) if (output.kind === "var") valuesOf(output.id);
  return m;
};

/** The values of all variables of a program that `machineOf` has run. */
export const interpret = (
  program: Program,
  rows: Rows,
  supply: Supply,
  into?: ReadonlyMap<number, Float64Array>,
): Environment => machineOf(program, rows, supply, into).env;

const noRows: Rows = { columns: { kind: "record", fields: new Map() }, from: 0, to: 0, first: 0 };

/** Runs a program without events, such as a prologue or an epilogue. */
export const interpretSmall = (program: Program, supply: Supply): Environment => interpret(program, noRows, supply);

/** The value of an output of a program that has run. */
export const outputOf = (env: Environment, atom: Atom): Float64Array =>
  atom.kind === "const" ? Float64Array.of(Number(atom.value)) : (env.get(atom.id) ?? new Float64Array(0));
