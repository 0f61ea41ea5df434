import { putSigned, putUnsigned } from "./bytes.ts";
import { type Opcode, opcodes } from "./opcodes.ts";

const aligned: Readonly<Partial<Record<Opcode, number>>> = {
  "i32.load": 2,
  "i32.store": 2,
  "i64.load": 3,
  "f32.load": 2,
  "i64.store": 3,
  "f64.load": 3,
  "f64.store": 3,
  "v128.load": 3,
  "v128.store": 3,
  "v128.load32_splat": 2,
  "v128.load32_zero": 2,
  "v128.load32_lane": 2,
  "v128.load64_splat": 3,
  "v128.load64_zero": 3,
  "v128.load64_lane": 3,
};

/** What follows the opcode of some instructions: an empty type of a block, memories by their number. */
const fixed: Readonly<Partial<Record<Opcode, readonly number[]>>> = {
  block: [0x40],
  loop: [0x40],
  if: [0x40],
  "memory.copy": [0, 0],
  "memory.fill": [0],
};

/** Appends an instruction: an offset follows what reads or writes memory, a lane after it where there is one. */
export const putInstruction = (out: number[], name: Opcode, operands: readonly number[]): void => {
  const code: readonly number[] = opcodes[name];
  out.push(code[0] ?? 0);
  if (code.length > 1) putUnsigned(out, code[1] ?? 0);
  const alignment = aligned[name];
  if (alignment !== undefined) {
    out.push(alignment);
    if (operands.length === 0) out.push(0);
  }
  if (name === "i32.const") putSigned(out, operands[0] ?? 0);
  else if (operands.length === 0) out.push(...(fixed[name] ?? []));
  else for (let k = 0; k < operands.length; k++) putUnsigned(out, operands[k] ?? 0);
};

const plain = new Map<Opcode, readonly number[]>();

/** The bytes of an instruction, as `putInstruction` appends them. */
export const instruction = (name: Opcode, ...operands: readonly number[]): readonly number[] => {
  const known = operands.length === 0 ? plain.get(name) : undefined;
  if (known) return known;
  const code: number[] = [];
  putInstruction(code, name, operands);
  if (operands.length === 0) plain.set(name, code);
  return code;
};
