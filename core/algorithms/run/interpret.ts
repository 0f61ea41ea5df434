import { fail } from "../../errors.ts";
import type { Atom, Primal } from "../../program/index.ts";
import type { Dense } from "../operation.ts";
import { type Block, isArray, type Statement, shapeOf } from "../statement.ts";
import { runOperation } from "./run-operation.ts";
import { tooManyTurns } from "./too-many-turns.ts";
import { countOf, inputCheck, isDense, type Procedure, type Value } from "./values.ts";

/** Sees a statement after it has run, with the values of what stands in it. */
export type Probe = (statement: Statement, look: (atom: Atom) => Value) => void;

interface Known {
  readonly get: (id: number) => Value | undefined;
  readonly set: (id: number, value: Value) => void;
  readonly probe: Probe | undefined;
}

const zeros = (shape: readonly number[]): Dense => ({ values: new Float64Array(countOf(shape)), offset: 0, shape });

const lookUp = (known: Known, atom: Atom): Value => {
  if (atom.kind === "const") return atom.value;
  const value = known.get(atom.id);
  if (value === undefined) throw fail("E_SHAPE", { what: `variable ${atom.id} has no value yet` });
  return value;
};

const numberOf = (known: Known, atom: Atom): number => Number(lookUp(known, atom));

const arrayOf = (known: Known, atom: Atom): Dense => {
  const value = lookUp(known, atom);
  return isDense(value) ? value : { values: Float64Array.of(Number(value)), offset: 0, shape: [] };
};

const sizesOf = (known: Known, atom: Atom): readonly number[] => shapeOf(atom).map((size) => numberOf(known, size));

/** The part of an array that indices select; undefined where one is no index. */
const partOf = ({ values, offset, shape }: Dense, indices: readonly number[]): Dense | undefined => {
  let place = 0;
  for (const [axis, index] of indices.entries()) {
    const size = shape[axis] ?? 0;
    if (!Number.isInteger(index) || index < 0 || index >= size) return undefined;
    place = place * size + index;
  }
  const rest = shape.slice(indices.length);
  return { values, offset: offset + place * countOf(rest), shape: rest };
};

const outside = (indices: readonly number[], { shape }: Dense) =>
  fail("E_SHAPE", { what: `there is no element [${indices.join(", ")}] in an array of sizes ${shape.join(" x ")}` });

const numbersOf = ({ values, offset, shape }: Dense): Float64Array => values.subarray(offset, offset + countOf(shape));

const copyOf = (value: Value): Value =>
  isDense(value) ? { values: numbersOf(value).slice(), offset: 0, shape: value.shape } : value;

const collect = (items: readonly Value[], known: Known, output: Atom): Dense => {
  const made = zeros(sizesOf(known, output));
  const each = countOf(made.shape.slice(1));
  for (const [k, item] of items.entries())
    if (isDense(item)) made.values.set(numbersOf(item), k * each);
    else made.values[k] = Number(item);
  return made;
};

type Steps = {
  readonly [K in Statement["kind"]]: (known: Known, statement: Extract<Statement, { kind: K }>) => void;
};

const bind = (known: Known, { params }: Block, values: readonly (Value | undefined)[]): void => {
  for (const [k, { id }] of params.entries()) known.set(id, values[k] ?? Number.NaN);
};

const steps: Steps = {
  equation: (known, { equation: { primitive, inputs, output } }) => {
    if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} needs a list of events` });
    const evaluate = primitive.evaluate as (...values: readonly Value[]) => Primal;
    const isOneType = primitive.name === "where" && output.dtype === "bool";
    const given = inputs.map((input, k) => {
      const value = lookUp(known, input);
      return typeof value === "boolean" && primitive.domain[k]?.kind !== "bool" && !isOneType ? Number(value) : value;
    });
    known.set(output.id, evaluate(...given));
  },
  data: (known, { values, output }) => {
    known.set(output.id, { values, offset: 0, shape: sizesOf(known, output) });
  },
  read: (known, { array, indices, checked, output }) => {
    const from = arrayOf(known, array);
    const at = indices.map((index) => numberOf(known, index));
    const part = partOf(from, at);
    if (!part && !checked) throw outside(at, from);
    const value = part ? (part.values[part.offset] ?? Number.NaN) : Number.NaN;
    const element = output.dtype === "bool" ? value === 1 : value;
    known.set(output.id, isArray(output) && part ? part : element);
  },
  accumulator: (known, { output }) => {
    known.set(output.id, zeros(sizesOf(known, output)));
  },
  accumulate: (known, { into, indices, value }) => {
    const from = arrayOf(known, into);
    const at = indices.map((index) => numberOf(known, index));
    const part = partOf(from, at);
    if (!part) throw outside(at, from);
    const target = numbersOf(part);
    for (const [k, x] of numbersOf(arrayOf(known, value)).entries()) target[k] = (target[k] ?? 0) + x;
  },
  freeze: (known, { accumulator, output }) => {
    const sum = arrayOf(known, accumulator);
    known.set(output.id, isArray(output) ? copyOf(sum) : (sum.values[0] ?? 0));
  },
  operation: (known, statement) => {
    const { inputs, outputs } = statement;
    const made = outputs.map((output) => zeros(sizesOf(known, output)));
    runOperation(
      statement,
      inputs.map((input) => arrayOf(known, input)),
      made,
    );
    for (const [k, output] of outputs.entries()) {
      const value = made[k] ?? zeros([]);
      known.set(output.id, isArray(output) ? value : (value.values[0] ?? 0));
    }
  },
  cond: (known, { test, yes, no, outputs }) => {
    const results = resultsOf(known, lookUp(known, test) ? yes : no);
    for (const [k, { id }] of outputs.entries()) known.set(id, results[k] ?? Number.NaN);
  },
  loop: (known, { count, descending, initial, body, outputs }) => {
    const n = numberOf(known, count);
    let carried = initial.map((atom) => lookUp(known, atom));
    const items = outputs.slice(initial.length).map((): Value[] => []);
    for (let i = 0; i < n; i++) {
      const turn = descending ? n - 1 - i : i;
      bind(known, body, [turn, ...carried]);
      const results = resultsOf(known, body);
      carried = results.slice(0, initial.length);
      for (const [k, list] of items.entries()) list[turn] = copyOf(results[initial.length + k] ?? Number.NaN);
    }
    for (const [k, output] of outputs.entries())
      known.set(output.id, carried[k] ?? collect(items[k - initial.length] ?? [], known, output));
  },
  call: (known, { body, inputs, outputs }) => {
    bind(
      known,
      body,
      inputs.map((input) => lookUp(known, input)),
    );
    const results = resultsOf(known, body);
    for (const [k, { id }] of outputs.entries()) known.set(id, results[k] ?? Number.NaN);
  },
  while: (known, { most, initial, test, body, outputs, from }) => {
    const limit = numberOf(known, most);
    let carried: readonly Value[] = initial.map((atom) => lookUp(known, atom));
    let turns = 0;
    for (;;) {
      bind(known, test, carried);
      if (!resultsOf(known, test)[0]) break;
      if (turns >= limit) throw tooManyTurns(limit, from);
      bind(known, body, carried);
      carried = resultsOf(known, body);
      turns++;
    }
    for (const [k, { id }] of outputs.entries()) known.set(id, carried[k] ?? turns);
  },
};

const resultsOf = (known: Known, block: Block): readonly Value[] => {
  for (const statement of block.statements) {
    const step = steps[statement.kind] as (known: Known, statement: Statement) => void;
    step(known, statement);
    known.probe?.(statement, (atom) => lookUp(known, atom));
  }
  return block.results.map((result) => lookUp(known, result));
};

/**
 * Runs a block statement by statement: slow, simple, and the reference of what is generated.
 * @param probe - sees every statement after it has run
 */
export const interpreted = (block: Block, probe?: Probe): Procedure => {
  const check = inputCheck(block);
  return {
    run: (inputs) => {
      check(inputs);
      const values = new Map<number, Value>();
      const known: Known = { get: (id) => values.get(id), set: (id, value) => void values.set(id, value), probe };
      bind(known, block, inputs);
      return resultsOf(known, block).map(copyOf);
    },
  };
};
