import type { Type } from "./bytes.ts";
import type { Node } from "./graph.ts";
import type { Opcode } from "./opcodes.ts";
import type { Writer } from "./writer.ts";

/** Instructions on local variables: what loops change is no value of a graph. */
export interface OnLocals {
  readonly op: (name: Opcode, ...operands: readonly number[]) => void;
  readonly push: (node: Node) => void;
  readonly local: (type: Type) => number;
  readonly get: (...locals: readonly number[]) => void;
  readonly set: (target: number, value: () => void) => void;
  readonly constant: (n: number) => void;
  readonly bits: (value: bigint) => void;
  /** An operation of two locals. */
  readonly both: (name: Opcode, x: number, y: number) => void;
  /** A local times a power of 2. */
  readonly shifted: (x: number, by: number) => void;
  /** Goes on while a condition holds; a branch to depth 2 in the work leaves a block around it. */
  readonly repeat: (condition: () => void, work: () => void) => void;
  /** Does the work if what lies on the stack is not 0. */
  readonly when: (work: () => void) => void;
}

export const onLocals = ({ body }: Writer): OnLocals => {
  const { op, push, local } = body.write;
  const get = (...locals: readonly number[]): void => {
    for (const each of locals) op("local.get", each);
  };
  return {
    op,
    push,
    local,
    get,
    set: (target, value) => {
      value();
      op("local.set", target);
    },
    constant: (n) => op("i32.const", n),
    bits: (value) => push(body.bits("i64", value)),
    both: (name, x, y) => {
      get(x, y);
      op(name);
    },
    shifted: (x, by) => {
      get(x);
      op("i32.const", by);
      op("i32.shl");
    },
    repeat: (condition, work) => {
      op("block");
      op("loop");
      condition();
      op("i32.eqz");
      op("br_if", 1);
      body.scope(work);
      op("br", 0);
      op("end");
      op("end");
    },
    when: (work) => {
      op("if");
      body.scope(work);
      op("end");
    },
  };
};
