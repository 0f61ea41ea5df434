import { eq } from "../../primitives/index.ts";
import type { Atom } from "../../program/index.ts";
import { isArray, type OperationStatement, type Statement, shapeOf } from "../statement.ts";
import type { Frames } from "./frames.ts";
import { type Callee, isLiteral, type Local, type Operand, type Step } from "./low.ts";
import { lowerProducts } from "./lower-products.ts";
import { bind, type Lowering, numberOrTruth, placeFor, placeOf, reserve, scalarOf } from "./lowering.ts";
import { type Place, pointerOf } from "./places.ts";
import { runOperation } from "./run-operation.ts";

/** What calls an operation on memory: each array is its address and its sizes. */
const calleeOf = (statement: OperationStatement, unit: number): Callee => {
  const { inputs, outputs } = statement;
  const ranks = [...inputs, ...outputs].map((atom) => shapeOf(atom).length);
  return (values, given) => {
    let k = 0;
    const arrays = ranks.map((rank) => {
      const offset = (given[k] ?? 0) / unit;
      const shape = given.slice(k + 1, k + 1 + rank);
      k += 1 + rank;
      return { values, offset, shape };
    });
    runOperation(statement, arrays.slice(0, inputs.length), arrays.slice(inputs.length));
  };
};

/** Where an input lies: a single number in a cell of its own. */
const given = (l: Lowering, input: Atom): Place => {
  if (isArray(input)) return placeOf(l, input);
  const cell = reserve(l, []);
  l.f.push({ do: "store", to: cell, value: scalarOf(l, input) });
  return { address: cell, shape: [], dtype: input.dtype };
};

const isSame = (x: Operand, y: Operand): boolean =>
  x === y || (isLiteral(x) && isLiteral(y) ? x.literal === y.literal : false);

/** Whether the sizes of one letter in two operands are equal, where that is not known. */
const agreeing = (
  f: Frames,
  [first = "", second = ""]: readonly string[],
  [a, b]: readonly Place[],
): readonly Local[] =>
  [...first].flatMap((letter, axis) => {
    const [x, y] = [a?.shape[axis], b?.shape[second.indexOf(letter)]];
    if (!x || !y || isSame(x, y)) return [];
    const out = f.local("bool");
    f.push({ do: "elementwise", primitive: eq.primitive, inputs: [x, y], out });
    return [out];
  });

/** Whether a statement makes a sum of products of two arrays. */
export const isProduct = (statement: Statement): boolean =>
  statement.kind === "operation" && statement.operation.letters?.(statement.settings).operands.length === 2;

export const lowerOperation = (l: Lowering, statement: OperationStatement): void => {
  const { f } = l;
  const { operation, inputs, outputs, settings } = statement;
  const from = inputs.map((input) => given(l, input));
  const adder = l.adders.get(statement);
  const loads: Step[] = [];
  const to = outputs.map((output): Place => {
    if (adder) return placeOf(l, adder.into);
    if (isArray(output)) return placeFor(l, output);
    const cell = reserve(l, []);
    const out = f.local(numberOrTruth(output.dtype));
    loads.push({ do: "load", from: cell, out });
    bind(l, output, out);
    return { address: cell, shape: [], dtype: output.dtype };
  });
  const letters = operation.letters?.(settings);
  const [a, b] = from;
  const [c] = to;
  const places = [...from, ...to].flatMap(({ address, shape }) => [pointerOf(f, address), ...shape]);
  const call: Step = { do: "call", callee: calleeOf(statement, f.unit), inputs: places };
  if (letters?.operands.length === 2 && a && b && c) {
    // sizes that disagree are an error of the call
    for (const test of agreeing(f, letters.operands, from)) f.push({ do: "if", test, yes: [], no: [call] });
    lowerProducts(f, letters, [a, b, c], adder !== undefined);
  } else f.push(call);
  for (const step of loads) f.push(step);
};
