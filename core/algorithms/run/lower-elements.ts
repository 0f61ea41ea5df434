import { fail } from "../../errors.ts";
import { add, mod, mul } from "../../primitives/index.ts";
import type { Atom, Var } from "../../program/index.ts";
import { type AccumulateStatement, type EquationStatement, isArray, type ReadStatement } from "../statement.ts";
import { asWhole, folded, isBelow } from "./folded.ts";
import { fits, rangeOfResult } from "./frames.ts";
import { type Address, isLiteral, literal, missingCells, type Operand, type Step } from "./low.ts";
import { bind, type Lowering, numberOrTruth, placeOf, scalarOf, wholeOf } from "./lowering.ts";
import { type Place, partAt, pointerOf } from "./places.ts";
import { ringNames } from "./places-only.ts";

/** A sum, difference or product of whole numbers, where it is exact or only finds a place. */
const ring = (l: Lowering, { equation: { primitive, inputs, output } }: EquationStatement): Operand | undefined => {
  const name = ringNames.get(primitive);
  const [x, y] = name ? inputs.map((input) => asWhole(scalarOf(l, input))) : [];
  if (!name || !x || !y) return undefined;
  const [p, q] = [l.f.rangeOf(x), l.f.rangeOf(y)];
  const mayBeMinusZero = primitive === mul.primitive && (p[0] < 0 || q[0] < 0);
  const isExact = fits(rangeOfResult(name, p, q)) && !mayBeMinusZero;
  return isExact || l.findsPlacesOnly.has(output.id) ? l.f.whole(name, x, y) : undefined;
};

/**
 * The remainder of whole numbers that are not negative. Of 0 it is no number: a place may be 0 then, for nothing has as
 * many elements.
 */
const rest = (l: Lowering, { equation: { primitive, inputs, output } }: EquationStatement): Operand | undefined => {
  const [x, y] = primitive === mod.primitive ? inputs.map((input) => asWhole(scalarOf(l, input))) : [];
  if (!x || !y || l.f.rangeOf(x)[0] < 0 || l.f.rangeOf(y)[0] < 0) return undefined;
  return l.f.rangeOf(y)[0] > 0 || l.findsElementsOnly.has(output.id) ? l.f.whole("mod", x, y) : undefined;
};

export const lowerEquation = (l: Lowering, statement: EquationStatement): void => {
  const { primitive, inputs, output } = statement.equation;
  if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} needs a list of events` });
  const whole = ring(l, statement) ?? rest(l, statement);
  if (whole) {
    bind(l, output, whole);
    return;
  }
  const kind = numberOrTruth(output.dtype);
  const given = inputs.map((input) => scalarOf(l, input));
  const known = folded(l, primitive, given, kind);
  if (known) {
    bind(l, output, known);
    return;
  }
  const out = l.f.local(kind);
  l.f.push({ do: "elementwise", primitive, inputs: given, out });
  bind(l, output, out);
};

/** Whether an index is that of an element; undefined where it is for sure. */
const isElement = (l: Lowering, index: Operand, size: Operand): Operand | undefined => {
  const { f } = l;
  const whole = asWhole(index);
  if (!whole) return isLiteral(index) ? literal(0, "bool") : f.whole("isIndex", index, size);
  return f.rangeOf(whole)[0] >= 0 && isBelow(l, whole, size) ? undefined : f.whole("isWithin", whole, size);
};

const partOf = (l: Lowering, place: Place, indices: readonly Atom[]): Place =>
  partAt(
    l.f,
    place,
    indices.map((index) => wholeOf(l, index)),
  );

/** The address of an element, or that of a NaN where there is none. */
const elementOrNot = (l: Lowering, place: Place, indices: readonly Atom[]): Address => {
  const { f, base } = l;
  const given = indices.map((index) => scalarOf(l, index));
  const tests = given.flatMap((index, axis) => isElement(l, index, place.shape[axis] ?? literal(0)) ?? []);
  const { address } = partOf(l, place, indices);
  if (tests.length === 0) return address;
  const holds = tests.reduce((all, test) => f.whole("and", all, test));
  const { at, offset } = address;
  if (offset >= 0 && offset < missingCells * f.unit) return { at: f.whole("choose", holds, at, base), offset };
  return { at: f.whole("choose", holds, pointerOf(f, address), base), offset: 0 };
};

export const lowerRead = (l: Lowering, { array, indices, checked, output }: ReadStatement): void => {
  const place = placeOf(l, array);
  if (isArray(output)) {
    bind(l, output, partOf(l, place, indices));
    return;
  }
  const from = checked ? elementOrNot(l, place, indices) : partOf(l, place, indices).address;
  const out = l.f.local(numberOrTruth(output.dtype));
  l.f.push({ do: "load", from, out });
  bind(l, output, out);
};

/** The outermost loop around in which an address does not change, and the numbers of turns that come to the step at hand. */
const loopAround = (
  { f, counts }: Lowering,
  at: Operand,
): { readonly depth: number; readonly counts: readonly Operand[] } | undefined => {
  const passed: Operand[] = [];
  let found: number | undefined;
  for (let depth = f.top(); depth > f.depthOf(at) && f.frame(depth).kind === "loop"; depth--) {
    if (passed.some((count) => f.depthOf(count) >= depth)) break;
    const count = counts.get(f.frame(depth));
    if (!count) break;
    passed.push(count);
    found = depth;
  }
  return found === undefined ? undefined : { depth: found, counts: passed };
};

/** Adds to one number in memory all that the turns of a loop add, at once. */
const gain = (l: Lowering, to: Address, value: Operand): void => {
  const { f } = l;
  const around = loopAround(l, to.at);
  if (around === undefined || isLiteral(to.at)) {
    f.push({ do: "gain", to, value });
    return;
  }
  const { depth, counts } = around;
  const { after, known } = f.frame(depth);
  const key = `gain ${to.at.id} ${to.offset}`;
  let sum = known.get(key);
  if (!sum || isLiteral(sum)) {
    const made = f.local("f64", depth - 1);
    f.push({ do: "set", target: made, value: literal(0, "f64") }, depth - 1);
    const isRun = counts.reduce<Operand>(
      (all, count) => f.whole("and", all, f.whole("isWithin", literal(0), count)),
      literal(1, "bool"),
    );
    const add: Step = { do: "gain", to, value: made };
    after.push(isLiteral(isRun) ? add : { do: "if", test: isRun, yes: [add], no: [] });
    known.set(key, made);
    sum = made;
  }
  f.push({ do: "sum", target: sum, value });
};

/** Adds to a single number: as a value in the block of the sum, in a variable from inside of other blocks. */
const addUp = (l: Lowering, into: Var, value: Operand): void => {
  const { f, sums } = l;
  const sum = sums.get(into.id);
  if (!sum) throw fail("E_SHAPE", { what: "a sum is used where it is not known" });
  if (sum.variable) {
    f.push({ do: "sum", target: sum.variable, value });
    return;
  }
  if (sum.depth === f.top()) {
    const out = f.local("f64");
    const isFirst = isLiteral(sum.value) && sum.value.literal === 0 && value.kind === "f64";
    if (!isFirst) f.push({ do: "elementwise", primitive: add.primitive, inputs: [sum.value, value], out });
    sums.set(into.id, { ...sum, value: isFirst ? value : out });
    return;
  }
  const variable = f.local("f64", sum.depth);
  f.push({ do: "set", target: variable, value: sum.value }, sum.depth);
  f.push({ do: "sum", target: variable, value });
  sums.set(into.id, { ...sum, variable, value: variable });
};

export const lowerAccumulate = (l: Lowering, { into, indices, value }: AccumulateStatement): void => {
  const { f } = l;
  if (!isArray(into)) {
    addUp(l, into, scalarOf(l, value));
    return;
  }
  const part = partOf(l, placeOf(l, into), indices);
  if (l.storing.has(into.id)) {
    if (part.shape.length === 0) f.push({ do: "store", to: part.address, value: scalarOf(l, value) });
    else f.push({ do: "copy", to: part.address, from: placeOf(l, value).address, sizes: part.shape });
  } else if (part.shape.length === 0) gain(l, part.address, scalarOf(l, value));
  else f.push({ do: "gainAll", to: part.address, from: placeOf(l, value).address, sizes: part.shape });
};
