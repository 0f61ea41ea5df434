import { type Func, instruction, type Node, type Opcode } from "../../backends/index.ts";
import type { Address } from "./low.ts";
import { startOf, type Writer } from "./wasm-writer.ts";

type Name = "clear" | "copy" | "gain";

/** Up to so many bytes a loop is faster than an instruction for blocks of memory. */
const fewBytes = 256;

/** The inputs of the functions, and what they count. */
const [to, from, bytes, k] = [0, 1, 2, 3];

type Op = (name: Opcode, ...operands: readonly number[]) => void;

const elements: Readonly<Record<Name, (op: Op) => void>> = {
  clear: (op) => op("f64.convert_i32_s"),
  copy: (op) => op("f64.load", 0),
  gain: (op) => op("f64.add"),
};

const address = (op: Op, start: number): void => {
  op("local.get", start);
  op("local.get", k);
  op("i32.add");
};

/** One number after the other. */
const loop = (op: Op, name: Name): void => {
  op("block");
  op("loop");
  op("local.get", k);
  op("local.get", bytes);
  op("i32.ge_u");
  op("br_if", 1);
  address(op, to);
  if (name === "clear") op("i32.const", 0);
  else address(op, from);
  if (name === "gain") {
    op("f64.load", 0);
    address(op, to);
    op("f64.load", 0);
  }
  elements[name](op);
  op("f64.store", 0);
  op("local.get", k);
  op("i32.const", 8);
  op("i32.add");
  op("local.set", k);
  op("br", 0);
  op("end");
  op("end");
};

/** The whole block at once, where it is large. */
const atOnce = (op: Op, name: "clear" | "copy"): void => {
  op("local.get", bytes);
  op("i32.const", fewBytes);
  op("i32.gt_u");
  op("if");
  op("local.get", to);
  if (name === "clear") op("i32.const", 0);
  else op("local.get", from);
  op("local.get", bytes);
  op(name === "clear" ? "memory.fill" : "memory.copy");
  op("i32.const", 0);
  op("return");
  op("end");
};

const functionOf = (name: Name): Omit<Func, "name"> => {
  const code: number[] = [];
  const op: Op = (opcode, ...operands) => {
    code.push(...instruction(opcode, ...operands));
  };
  if (name !== "gain") atOnce(op, name);
  loop(op, name);
  op("i32.const", 0);
  return { inputs: ["i32", "i32", "i32"], output: "i32", locals: ["i32"], code };
};

/** Clears, copies or adds numbers that lie one after the other. */
export const bulk = (w: Writer, name: Name, target: Address, source: Address | undefined, size: Node): void => {
  const { push, op } = w.body.write;
  push(startOf(w, target));
  push(source ? startOf(w, source) : w.body.constant("i32", 0));
  push(size);
  op(
    "call",
    w.m.inside(name, () => functionOf(name)),
  );
  op("drop");
};
