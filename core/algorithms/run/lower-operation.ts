import { isArray, type OperationStatement, shapeOf } from "../statement.ts";
import type { Callee, Operand, Step } from "./low.ts";
import { bind, type Lowering, numberOrTruth, placeFor, placeOf, reserve, scalarOf } from "./lowering.ts";
import { pointerOf } from "./places.ts";
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

export const lowerOperation = (l: Lowering, statement: OperationStatement): void => {
  const { f } = l;
  const given: Operand[] = [];
  for (const input of statement.inputs) {
    if (isArray(input)) {
      const { address, shape } = placeOf(l, input);
      given.push(pointerOf(f, address), ...shape);
    } else {
      const cell = reserve(l, []);
      f.push({ do: "store", to: cell, value: scalarOf(l, input) });
      given.push(pointerOf(f, cell));
    }
  }
  const loads: Step[] = [];
  for (const output of statement.outputs) {
    if (isArray(output)) {
      const { address, shape } = placeFor(l, output);
      given.push(pointerOf(f, address), ...shape);
    } else {
      const cell = reserve(l, []);
      const out = f.local(numberOrTruth(output.dtype));
      loads.push({ do: "load", from: cell, out });
      given.push(pointerOf(f, cell));
      bind(l, output, out);
    }
  }
  f.push({ do: "call", callee: calleeOf(statement, f.unit), inputs: given });
  for (const step of loads) f.push(step);
};
