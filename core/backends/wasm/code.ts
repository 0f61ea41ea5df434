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

type Code = readonly number[];

const [heads, wholes] = [new Map<Opcode, Code>(), new Map<Opcode, Code>()];

/** What an instruction begins with: its opcode, and how what it reads or writes is aligned. */
const headOf = (name: Opcode): Code => {
  const opcode: Code = opcodes[name];
  const head = opcode.slice(0, 1);
  if (opcode.length > 1) putUnsigned(head, opcode[1] ?? 0);
  const alignment = aligned[name];
  if (alignment !== undefined) head.push(alignment);
  heads.set(name, head);
  return head;
};

/** An instruction without operands: what reads or writes memory has no offset. */
const wholeOf = (name: Opcode): Code => {
  const whole = headOf(name).concat(name in aligned ? 0 : (fixed[name] ?? []));
  wholes.set(name, whole);
  return whole;
};

/** Appends an instruction: an offset follows what reads or writes memory, a lane after it where there is one. */
export const putInstruction = (out: number[], name: Opcode, operand?: number, other?: number): void => {
  const code = operand === undefined ? (wholes.get(name) ?? wholeOf(name)) : (heads.get(name) ?? headOf(name));
  for (let k = 0; k < code.length; k++) out.push(code[k] ?? 0);
  if (operand === undefined) return;
  if (name === "i32.const") putSigned(out, operand);
  else putUnsigned(out, operand);
  if (other !== undefined) putUnsigned(out, other);
};

/** The bytes of an instruction, as `putInstruction` appends them; some have more operands. */
export const instruction = (name: Opcode, ...operands: Code): Code => {
  if (operands.length === 0) return wholes.get(name) ?? wholeOf(name);
  const code: number[] = [];
  putInstruction(code, name, operands[0], operands[1]);
  for (let k = 2; k < operands.length; k++) putUnsigned(code, operands[k] ?? 0);
  return code;
};
