import { signed, unsigned } from "./bytes.ts";
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

const empty = 0x40;

const written = (name: Opcode, operands: readonly number[]): readonly number[] => {
  const [first, second] = opcodes[name] as readonly [number, number?];
  const code = second === undefined ? [first] : [first].concat(unsigned(second));
  const alignment = aligned[name];
  if (alignment !== undefined) {
    const [offset = 0, lane] = operands;
    return code.concat(alignment, unsigned(offset), lane ?? []);
  }
  if (name === "i32.const") return code.concat(signed(operands[0] ?? 0));
  if (name === "block" || name === "loop" || name === "if") return [...code, empty];
  if (name === "memory.copy") return [...code, 0, 0];
  if (name === "memory.fill") return [...code, 0];
  return code.concat(...operands.map(unsigned));
};

const plain = new Map<Opcode, readonly number[]>();

/** The bytes of an instruction: an offset follows what reads or writes memory, a lane after it where there is one. */
export const instruction = (name: Opcode, ...operands: readonly number[]): readonly number[] => {
  if (operands.length > 0) return written(name, operands);
  const known = plain.get(name) ?? written(name, operands);
  plain.set(name, known);
  return known;
};
