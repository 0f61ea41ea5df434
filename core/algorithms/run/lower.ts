import { fail } from "../../errors.ts";
import {
  type Block,
  blocksOf,
  type CondStatement,
  type DataStatement,
  isArray,
  type Statement,
  shapeOf,
} from "../statement.ts";
import { addedDirectly } from "./direct-adds.ts";
import { storedFirst } from "./first-adds.ts";
import { frames } from "./frames.ts";
import { heirsIn } from "./heirs.ts";
import { cellsOf, isLiteral, type Left, literal, missingCells, type Operand, type Routine, type Step } from "./low.ts";
import { lowerAccumulate, lowerEquation, lowerRead } from "./lower-elements.ts";
import { lowerLoop, lowerWhile } from "./lower-loops.ts";
import { isProduct, lowerOperation } from "./lower-operation.ts";
import {
  bind,
  bring,
  kindOf,
  type Lowering,
  numberOrTruth,
  placeFor,
  placeOf,
  scalarOf,
  sizesOf,
  valueOfAtom,
  want,
} from "./lowering.ts";
import { pointerOf } from "./places.ts";
import { findsElementsOnly, findsPlacesOnly } from "./places-only.ts";
import { stacksOf } from "./stacks.ts";

const lowerCond = (l: Lowering, { test, yes, no, outputs }: CondStatement): void => {
  const { f } = l;
  const operand = scalarOf(l, test);
  if (isLiteral(operand)) {
    const taken = operand.literal !== 0 ? yes : no;
    for (const [k, output] of outputs.entries()) {
      const wanted = l.wanted.get(output.id);
      if (wanted) want(l, taken, taken.results[k], wanted);
    }
    l.block(taken);
    for (const [k, output] of outputs.entries()) bind(l, output, valueOfAtom(l, taken.results[k] ?? output));
    return;
  }
  const targets = outputs.map((output) => {
    if (!isArray(output)) return { output, local: f.local(numberOrTruth(output.dtype)), wanted: undefined, shape: [] };
    return { output, local: f.local("i32"), wanted: l.wanted.get(output.id), shape: sizesOf(l, output) };
  });
  const branch = (block: Block): readonly Step[] =>
    f.open("branch", ({ steps }) => {
      for (const [k, { wanted }] of targets.entries()) if (wanted) want(l, block, block.results[k], wanted);
      l.block(block);
      for (const [k, { output, local, wanted }] of targets.entries()) {
        const result = block.results[k];
        if (!result) continue;
        if (!isArray(output)) f.push({ do: "set", target: local, value: scalarOf(l, result) });
        else if (wanted) bring(l, placeOf(l, result), wanted);
        else f.push({ do: "set", target: local, value: pointerOf(f, placeOf(l, result).address) });
      }
      return steps;
    });
  f.push({ do: "if", test: operand, yes: branch(yes), no: branch(no) });
  for (const { output, local, wanted, shape } of targets)
    bind(
      l,
      output,
      isArray(output) ? { address: wanted ?? { at: local, offset: 0 }, shape, dtype: output.dtype } : local,
    );
};

/** An address that a cell of the header holds. */
const addressIn = ({ f, base }: Lowering, cell: number): Operand =>
  f.once(`cell ${cell}`, 0, () => {
    const out = f.local("i32", 0);
    f.push({ do: "load", from: { at: base, offset: cell * f.unit }, out }, 0);
    return out;
  });

type Lower = { readonly [K in Statement["kind"]]?: (l: Lowering, statement: Extract<Statement, { kind: K }>) => void };

const lowers: Lower = {
  equation: lowerEquation,
  read: lowerRead,
  accumulate: lowerAccumulate,
  loop: lowerLoop,
  while: lowerWhile,
  cond: lowerCond,
  operation: lowerOperation,
  data: (l, statement) => {
    const { output } = statement;
    const cell = missingCells + l.params + l.data.indexOf(statement);
    bind(l, output, { address: { at: addressIn(l, cell), offset: 0 }, shape: sizesOf(l, output), dtype: output.dtype });
  },
  accumulator: (l, { output }) => {
    if (isArray(output)) {
      const { address, shape } = placeFor(l, output);
      l.f.push({ do: "clear", to: address, sizes: shape });
      return;
    }
    l.sums.set(output.id, { depth: l.f.top(), value: literal(0, "f64"), variable: undefined });
  },
  freeze: (l, { accumulator, output }) => {
    const sum = accumulator.kind === "var" ? l.sums.get(accumulator.id) : undefined;
    bind(l, output, sum ? sum.value : placeOf(l, accumulator));
  },
};

const lowerStatement = (l: Lowering, statement: Statement): void => {
  const lower = lowers[statement.kind] as ((l: Lowering, statement: Statement) => void) | undefined;
  if (!lower) throw fail("E_SHAPE", { what: `a statement of the kind ${statement.kind} is expanded before it is run` });
  lower(l, statement);
};

const dataIn = ({ statements }: Block): readonly DataStatement[] =>
  statements.flatMap((statement) => (statement.kind === "data" ? [statement] : blocksOf(statement).flatMap(dataIn)));

/** More numbers than any memory holds. */
const mostNumbers = 2 ** 29;

const bindParams = (l: Lowering, { params }: Block): void => {
  const { f, base } = l;
  const sizes = new Set(params.flatMap(shapeOf));
  const cells = params.map((_, k) => ({ at: base, offset: (missingCells + k) * f.unit }));
  for (const [k, param] of params.entries()) {
    const from = cells[k];
    if (isArray(param) || !from) continue;
    const out = f.local(kindOf(param.dtype), 0, sizes.has(param) ? [0, mostNumbers] : undefined);
    f.push({ do: "load", from, out });
    bind(l, param, out);
  }
  for (const [k, param] of params.entries())
    if (isArray(param))
      bind(l, param, {
        address: { at: addressIn(l, missingCells + k), offset: 0 },
        shape: sizesOf(l, param),
        dtype: param.dtype,
      });
};

const leave = (l: Lowering, { results }: Block, first: number): readonly Left[] => {
  const { f, base } = l;
  let cell = first;
  const store = (value: Operand): void => f.push({ do: "store", to: { at: base, offset: f.unit * cell++ }, value });
  return results.map((result) => {
    if (!isArray(result)) {
      store(scalarOf(l, result));
      return { dtype: result.dtype, rank: undefined };
    }
    const { address, shape } = placeOf(l, result);
    store(pointerOf(f, address));
    shape.forEach(store);
    return { dtype: result.dtype, rank: shape.length };
  });
};

/**
 * A block as steps on numbers and one memory. Arrays that a turn of a loop makes are given back at its end; what it
 * collects or carries is computed where it belongs, or copied there.
 * @param unit - how many numbers of an address an element takes
 */
export const lower = (block: Block, unit: number): Routine => {
  const f = frames(unit);
  const base = f.local("i32", 0, [0, mostNumbers]);
  const data = dataIn(block);
  const l: Lowering = {
    f,
    base,
    data,
    params: block.params.length,
    scalars: new Map(),
    arrays: new Map(),
    wanted: new Map(),
    below: new Map(),
    sums: new Map(),
    counts: new Map(),
    findsPlacesOnly: findsPlacesOnly(block),
    findsElementsOnly: findsElementsOnly(block),
    taking: new Set(),
    storing: new Set(),
    heirs: new Map(),
    adders: new Map(),
    block: (inner) => {
      const stored = storedFirst(inner);
      for (const [made, before] of heirsIn(inner, inner === block ? block.params : [], stored))
        l.heirs.set(made, before);
      const uncleared = new Set([...stored.values()].flat().map(({ id }) => id));
      const stacks = stacksOf(l, inner);
      const added = new Set<Statement>();
      for (const [operation, adder] of addedDirectly(inner))
        if (isProduct(operation)) {
          l.adders.set(operation, adder);
          added.add(adder);
        }
      for (const statement of inner.statements) {
        if (added.has(statement)) continue;
        stacks.prepare(statement);
        if (stacks.lower(statement)) continue;
        const sums = stored.get(statement) ?? [];
        if (statement.kind === "accumulator" && uncleared.has(statement.output.id)) continue;
        for (const sum of sums) placeFor(l, sum);
        for (const { id } of sums) l.storing.add(id);
        lowerStatement(l, statement);
        for (const { id } of sums) l.storing.delete(id);
      }
    },
  };
  bindParams(l, block);
  l.block(block);
  const first = missingCells + block.params.length + data.length;
  const results = leave(l, block, first);
  return {
    steps: f.frame(0).steps,
    base,
    params: block.params.length,
    data: data.map(({ values }) => values),
    results,
    cells: first + results.reduce((sum, left) => sum + cellsOf(left), 0),
    locals: f.count(),
  };
};
