import { type Opcode, opcodes } from "./opcodes.ts";

const names = new Map(Object.entries(opcodes).map(([name, code]) => [code.join(" "), name as Opcode]));

/** How many whole numbers follow an instruction; eight bytes of a double, sixteen of a vector, are one thing more. */
const operandsOf = (name: Opcode): number => {
  if (name === "v128.load64_lane") return 3;
  if (/(load|store)/.test(name)) return 2;
  if (/^(local|br|call|i32\.const|block|loop|if|memory\.fill)/.test(name) || /_lane$/.test(name)) return 1;
  return name === "memory.copy" ? 2 : 0;
};

/** The instructions of a function body in the binary format, one a line, with the address of each line. */
export const disassembled = (bytes: Uint8Array, from: number, to: number): readonly string[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = from;
  let depth = 0;
  const whole = (isSigned: boolean): number => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) return isSigned && shift < 32 && byte & 0x40 ? value | (-1 << shift) : value;
    }
  };
  const lines: string[] = [];
  while (at < to) {
    const start = at;
    const first = bytes[at++] ?? 0;
    const name = names.get(first >= 0xfc ? `${first} ${whole(false)}` : `${first}`);
    if (!name) throw new RangeError(`there is no instruction ${first} at ${start}`);
    const operands: (string | number)[] = [];
    if (name === "f64.const") {
      operands.push(view.getFloat64(at, true));
      at += 8;
    } else if (name === "v128.const") {
      operands.push(view.getFloat64(at, true), view.getFloat64(at + 8, true));
      at += 16;
    } else if (name === "i8x16.shuffle") for (let k = 0; k < 16; k++) operands.push(whole(false));
    else for (let k = operandsOf(name); k > 0; k--) operands.push(whole(name === "i32.const"));
    if (name === "end" || name === "else") depth -= 1;
    lines.push(`${start} ${"  ".repeat(Math.max(0, depth))}${[name, ...operands].join(" ")}`);
    if (["block", "loop", "if", "else"].includes(name)) depth += 1;
  }
  return lines;
};
