import { type Opcode, opcodes } from "./opcodes.ts";

const names = new Map(Object.entries(opcodes).map(([name, code]) => [code.join(" "), name as Opcode]));

/** How many whole numbers follow an instruction. */
const operandsOf = (name: Opcode): number => {
  if (name === "v128.load64_lane" || name === "v128.load32_lane") return 3;
  if (name.includes(".load") || name.includes(".store") || name === "memory.copy") return 2;
  if (name === "i8x16.shuffle") return 16;
  return /^(local|br|call|i32\.const|block|loop|if|memory\.fill)|_lane$/.test(name) ? 1 : 0;
};

const opening: ReadonlySet<string> = new Set<Opcode>(["block", "loop", "if", "else"]);
const closing: ReadonlySet<string> = new Set<Opcode>(["end", "else"]);

/** The instructions of the one function of a module, a line each; of what reads memory the offset, without alignment. */
export const instructionsOf = (bytes: Uint8Array): readonly string[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 8;
  const whole = (isSigned = false): number => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) return isSigned && shift < 32 && byte & 0x40 ? value | (-1 << shift) : value;
    }
  };
  const double = (): number => {
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  for (let section = whole(); section !== 10; section = whole()) {
    const size = whole();
    at += size;
  }
  whole();
  whole();
  const size = whole();
  const end = at + size;
  for (let runs = whole(); runs > 0; runs--) {
    whole();
    at++;
  }
  const lines: string[] = [];
  let depth = 0;
  while (at < end) {
    const first = bytes[at++] ?? 0;
    const code = first >= 0xfc ? `${first} ${whole()}` : `${first}`;
    const name = names.get(code);
    if (!name && first !== 0x42) throw new RangeError(`there is no instruction ${code}`);
    const operands =
      name === undefined
        ? [whole(true)]
        : name === "f64.const"
          ? [double()]
          : name === "v128.const"
            ? [double(), double()]
            : Array.from({ length: operandsOf(name) }, () => whole(name === "i32.const"));
    const shown = name?.match(/\.(load|store)/) ? operands.slice(1) : name && opening.has(name) ? [] : operands;
    if (name && closing.has(name)) depth -= 1;
    lines.push(`${"  ".repeat(Math.max(0, depth))}${[name ?? "i64.const", ...shown].join(" ")}`);
    if (name && opening.has(name)) depth += 1;
  }
  return lines;
};
