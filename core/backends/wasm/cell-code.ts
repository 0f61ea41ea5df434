import { powers } from "../../primitives/index.ts";
import { type Func, putDouble, type Type } from "./bytes.ts";
import { putInstruction } from "./code.ts";
import { cellSize } from "./moments.ts";
import type { Opcode } from "./opcodes.ts";

type Op = (name: Opcode, operand?: number, other?: number) => void;

/** Instructions as they are written, and what is often written. */
interface Writing {
  readonly code: number[];
  readonly op: Op;
  readonly get: (local: number) => void;
  /** Lets a local address go on by so many bytes. */
  readonly advance: (local: number, bytes: number) => void;
  /** Goes on at the start of the loop as long as an address is below another. */
  readonly again: (address: number, end: number) => void;
}

const writing = (): Writing => {
  const code: number[] = [];
  const op: Op = (name, operand, other) => putInstruction(code, name, operand, other);
  const get = (local: number): void => op("local.get", local);
  return {
    code,
    op,
    get,
    advance: (local, bytes) => {
      get(local);
      op("i32.const", bytes);
      op("i32.add");
      op("local.set", local);
    },
    again: (address, end) => {
      get(address);
      get(end);
      op("i32.lt_u");
      op("br_if", 0);
    },
  };
};

const putVector = ({ code, op }: Writing, x: number, y: number): void => {
  op("v128.const");
  putDouble(code, x);
  putDouble(code, y);
};

const func = (name: string, inputs: readonly Type[], locals: readonly Type[], { code }: Writing): Func => ({
  name,
  inputs,
  output: "i32",
  locals,
  code,
});

/**
 * Sums of products with the numbers from 0 to `size`: each slot has the address of the other factors, and gets the sum.
 * Eight sums run side by side and are joined pair by pair.
 */
const crossed = (): Func => {
  const w = writing();
  const { op, get, advance, again } = w;
  const [slot, last, size, at, other, zero, a] = [0, 1, 2, 3, 4, 5, 6];
  const sums = [a, a + 1, a + 2, a + 3];
  const both = (sum: number): void => {
    get(sum);
    op("f64x2.extract_lane", 0);
    get(sum);
    op("f64x2.extract_lane", 1);
    op("f64.add");
  };
  op("loop");
  get(slot);
  op("i32.load", 0);
  op("local.set", other);
  op("i32.const", 0);
  op("local.set", at);
  for (const sum of sums) {
    get(zero);
    op("local.set", sum);
  }
  op("loop");
  for (const [k, sum] of sums.entries()) {
    get(sum);
    get(at);
    op("v128.load", 16 * k);
    get(other);
    op("v128.load", 16 * k);
    op("f64x2.mul");
    op("f64x2.add");
    op("local.set", sum);
  }
  advance(other, 64);
  advance(at, 64);
  again(at, size);
  op("end");
  get(slot);
  both(a);
  both(a + 1);
  op("f64.add");
  both(a + 2);
  both(a + 3);
  op("f64.add");
  op("f64.add");
  op("f64.store", 0);
  advance(slot, 8);
  again(slot, last);
  op("end");
  op("i32.const", 0);
  return func("crossed", ["i32", "i32", "i32"], ["i32", "i32", "v128", "v128", "v128", "v128", "v128"], w);
};

/** Sums of the zeroth moments from one address to the next: each slot has one, and gets the sum up to that of the next. */
const held = (): Func => {
  const w = writing();
  const { op, get, advance, again } = w;
  const [slot, last, at, end, zero, sum] = [0, 1, 2, 3, 4, 5];
  op("loop");
  get(slot);
  op("i32.load", 0);
  op("local.set", at);
  get(slot);
  op("i32.load", 8);
  op("local.set", end);
  get(zero);
  op("local.set", sum);
  get(at);
  get(end);
  op("i32.lt_u");
  op("if");
  op("loop");
  get(sum);
  get(at);
  op("f64.load", 0);
  op("f64.add");
  op("local.set", sum);
  advance(at, cellSize);
  again(at, end);
  op("end");
  op("end");
  get(slot);
  get(sum);
  op("f64.store", 0);
  advance(slot, 8);
  again(slot, last);
  op("end");
  op("i32.const", 0);
  return func("held", ["i32", "i32"], ["i32", "i32", "f64", "f64"], w);
};

/** What the moments of cells from an address on change by when places move by `slope * u + offset`. */
const moved = (): Func => {
  const w = writing();
  const { op, get, advance, again } = w;
  const [at, last, to, cell, slope, offset, zero, centre] = [0, 1, 2, 3, 4, 5, 6, 7];
  op("loop");
  get(slope);
  get(cell);
  op("f64.const");
  putDouble(w.code, 0.5);
  op("f64.add");
  op("f64.mul");
  get(offset);
  op("f64.add");
  op("f64x2.splat");
  op("local.set", centre);
  for (let k = 0; k < powers; k += 2) {
    get(to);
    putVector(w, k, k + 1);
    get(slope);
    op("f64x2.splat");
    get(at);
    op("v128.load", 8 * k);
    op("f64x2.mul");
    get(centre);
    get(at);
    if (k === 0) op("v128.load64_splat", 0);
    else op("v128.load", 8 * k - 8);
    op("f64x2.mul");
    op("f64x2.add");
    op("f64x2.mul");
    if (k === 0) {
      get(zero);
      op("f64x2.replace_lane", 0);
    }
    op("v128.store", 8 * k);
  }
  get(cell);
  op("f64.const");
  putDouble(w.code, 1);
  op("f64.add");
  op("local.set", cell);
  advance(to, cellSize);
  advance(at, cellSize);
  again(at, last);
  op("end");
  op("i32.const", 0);
  return func("moved", ["i32", "i32", "i32", "f64", "f64", "f64"], ["f64", "v128"], w);
};

/** What is computed of cells when the events are over. */
export const cellFunctions = (): readonly Func[] => [crossed(), held(), moved()];
