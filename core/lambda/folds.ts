import { fail } from "../errors.ts";
import { add, and, max, maxOf, min, minOf, sub, sumTo, where } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, isConstant, joinAxes } from "../program/index.ts";
import { allPresent, ofEach, overItems } from "./items.ts";
import { asNumber, emit, numberOf } from "./meaning.ts";
import { type FunctionValue, type ListValue, missing, type NumberValue, type Value } from "./value.ts";

interface Fold {
  readonly reducer: "sum" | "max" | "min";
  readonly term: Atom;
}

const uses = (b: Builder, x: Atom, accumulator: Atom): boolean =>
  b.program([x]).inputs.some(({ variable }) => variable === accumulator);

/** What one step of a reduction does to its accumulator, if it is a sum or an extremum. */
const foldOf = (b: Builder, body: Atom, accumulator: Atom): Fold | undefined => {
  if (body === accumulator) return { reducer: "sum", term: constant(0) };
  const made = b.definition(body);
  const [x, y, z] = made?.inputs ?? [];
  if (!made || !x || !y) return undefined;
  const inside = (side: Atom): boolean => uses(b, side, accumulator);
  const step = (side: Atom, combine: (term: Atom) => Atom): Fold | undefined => {
    const fold = foldOf(b, side, accumulator);
    return fold?.reducer === "sum" ? { reducer: "sum", term: combine(fold.term) } : undefined;
  };
  const plus = (term: Atom, other: Atom): Atom => (isConstant(term, 0) ? other : emit(b, add, term, other));
  if (made.primitive === add.primitive && inside(x) !== inside(y))
    return inside(x) ? step(x, (term) => plus(term, y)) : step(y, (term) => plus(term, x));
  if (made.primitive === sub.primitive && inside(x) && !inside(y)) return step(x, (term) => emit(b, sub, term, y));
  if (made.primitive === where.primitive && z && !inside(x)) {
    const [yes, no] = [foldOf(b, y, accumulator), foldOf(b, z, accumulator)];
    if (yes?.reducer === "sum" && no?.reducer === "sum")
      return { reducer: "sum", term: emit(b, where, x, yes.term, no.term) };
  }
  for (const [primitive, reducer] of [
    [max.primitive, "max"],
    [min.primitive, "min"],
  ] as const)
    if (made.primitive === primitive && (x === accumulator) !== (y === accumulator) && !(inside(x) && inside(y)))
      return { reducer, term: x === accumulator ? y : x };
  return undefined;
};

const finish = (b: Builder, fold: Fold, start: Atom, list: ListValue): Atom => {
  const place = joinAxes(list.axis, axisOf(fold.term));
  if (place !== list.axis) throw fail("E_LAMBDA", { what: "a reduction may not loop over another list inside" });
  if (fold.reducer === "sum") {
    const sum = sumTo(b, fold.term, list.axis, list.owner);
    return isConstant(start, 0) ? sum : emit(b, add, start, sum);
  }
  const [reducer, pick] = fold.reducer === "max" ? ([maxOf, max] as const) : ([minOf, min] as const);
  return emit(b, pick, start, overItems(b, reducer, fold.term, list));
};

let accumulators = 0;

const markName = "accumulator ";

const mark = (b: Builder, list: ListValue): NumberValue =>
  numberOf(b.input({ kind: "given", name: `${markName}${++accumulators}` }, "f64", list.axis));

/** True if a value depends on what was added up before it. */
const usesMarks = (b: Builder, ...atoms: readonly Atom[]): boolean =>
  b.program(atoms).inputs.some(({ source }) => source.kind === "given" && source.name.startsWith(markName));

/** What a list is reduced to, from one step on a marked accumulator. */
const folded = (b: Builder, list: ListValue, start: Value, accumulator: NumberValue, step: Value): Value => {
  const { atom, present } = asNumber(b, step);
  const fold = foldOf(b, atom, accumulator.atom);
  if (!fold || usesMarks(b, present, fold.term))
    throw fail("E_LAMBDA", {
      what: "this reduction is neither a sum nor an extremum",
      cure: "reduce with `s + x`, `Math.max(s, x)` or `Math.min(s, x)`",
    });
  const first = asNumber(b, start);
  return numberOf(finish(b, fold, first.atom, list), emit(b, and, first.present, allPresent(b, present, list)));
};

/**
 * `list.reduce(f, initial)` where each step adds to its accumulator or takes an extremum with it; the accumulator may be
 * an object of such numbers.
 */
export const reduceList = (b: Builder, list: ListValue, f: FunctionValue, initial: Value | undefined): Value => {
  if (!initial) throw fail("E_LAMBDA", { what: "reduce needs a start value", cure: "list.reduce((s, x) => s + x, 0)" });
  const step = (accumulator: Value): Value => ofEach(b, list, f, accumulator);
  if (initial.kind !== "record") {
    const accumulator = mark(b, list);
    return folded(b, list, initial, accumulator, step(accumulator));
  }
  const marks = new Map(initial.names.map((name) => [name, mark(b, list)]));
  const result = step({ kind: "record", names: initial.names, get: (name) => marks.get(name) });
  if (result.kind !== "record") throw fail("E_TYPE", { what: "reduce must return what it starts with: an object" });
  return {
    kind: "record",
    names: initial.names,
    get: (name) => {
      const [start, accumulator] = [initial.get(name), marks.get(name)];
      return start && accumulator && folded(b, list, start, accumulator, result.get(name) ?? missing);
    },
  };
};
