/** Appends a whole number as the binary format writes it, without a sign. */
export const putUnsigned = (out: number[], n: number): void => {
  let rest = n;
  for (; rest < 0 || rest >= 0x80; rest >>>= 7) out.push((rest & 0x7f) | 0x80);
  out.push(rest);
};

/** Appends a whole number of 32 bits with its sign. */
export const putSigned = (out: number[], n: number): void => {
  let rest = n;
  for (; rest < -64 || rest >= 64; rest >>= 7) out.push((rest & 0x7f) | 0x80);
  out.push(rest & 0x7f);
};

/** A whole number as the binary format writes it, without a sign. */
const unsigned = (n: number): readonly number[] => {
  const out: number[] = [];
  putUnsigned(out, n);
  return out;
};

/** A whole number of 64 bits with its sign. */
export const signed64 = (n: bigint): readonly number[] =>
  n >= -64n && n < 64n ? [Number(n & 0x7fn)] : [Number(n & 0x7fn) | 0x80, ...signed64(n >> 7n)];

const buffer = new DataView(new ArrayBuffer(8));

/** Appends the eight bytes of a double. */
export const putDouble = (out: number[], x: number): void => {
  buffer.setFloat64(0, x, true);
  for (let k = 0; k < 8; k++) out.push(buffer.getUint8(k));
};

/** Appends a name of letters and digits. */
const putName = (out: number[], name: string): void => {
  putUnsigned(out, name.length);
  for (let k = 0; k < name.length; k++) out.push(name.charCodeAt(k));
};

/** Types of values: their bytes in the binary format. */
export const types = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;

export type Type = keyof typeof types;

/** A function to be called from generated code. */
export interface Import {
  readonly name: string;
  readonly inputs: readonly Type[];
  readonly output: Type;
}

/** A function of generated code. */
export interface Func {
  readonly name: string;
  readonly inputs: readonly Type[];
  readonly output: Type;
  readonly locals: readonly Type[];
  readonly code: readonly number[];
}

/** A section: its number, the size of what is written into it, and that. */
const section = (id: number, write: (out: number[]) => void): readonly (readonly number[])[] => {
  const body: number[] = [];
  write(body);
  return [[id], unsigned(body.length), body];
};

const putSignature = (out: number[], { inputs, output }: Import | Func): void => {
  out.push(0x60);
  putUnsigned(out, inputs.length);
  for (const type of inputs) out.push(types[type]);
  out.push(1, types[output]);
};

/** Runs of locals of one type. */
const grouped = (locals: readonly Type[]): readonly number[] => {
  const out: number[] = [];
  let runs = 0;
  for (let from = 0, to = 0; from < locals.length; from = to) {
    const type = locals[from] ?? "i32";
    while (locals[to] === type) to++;
    putUnsigned(out, to - from);
    out.push(types[type]);
    runs++;
  }
  return unsigned(runs).concat(out);
};

/** What a function is written as, in parts: its size and locals, its code, its end. */
const bodyOf = ({ locals, code }: Func): readonly (readonly number[])[] => {
  const head = grouped(locals);
  return [unsigned(head.length + code.length + 1), head, code, [0x0b]];
};

/** Where the memory comes from that a module reads and writes. */
export interface MemoryImport {
  readonly pages: number;
  readonly most?: number | undefined;
  readonly shared: boolean;
}

/** The bytes of a module that imports `env.memory` and functions of `env`, and exports its functions. */
export const encode = (
  imports: readonly Import[],
  functions: readonly Func[],
  memory: MemoryImport,
): Uint8Array<ArrayBuffer> => {
  const { pages, most, shared } = memory;
  const all = [...imports, ...functions];
  const code = [unsigned(functions.length), ...functions.flatMap(bodyOf)];
  const parts = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, (out) => {
      putUnsigned(out, all.length);
      for (const each of all) putSignature(out, each);
    }),
    ...section(2, (out) => {
      putUnsigned(out, imports.length + 1);
      putName(out, "env");
      putName(out, "memory");
      out.push(2, (most === undefined ? 0 : 1) | (shared ? 2 : 0));
      putUnsigned(out, pages);
      if (most !== undefined) putUnsigned(out, most);
      for (const [k, { name }] of imports.entries()) {
        putName(out, "env");
        putName(out, name);
        out.push(0);
        putUnsigned(out, k);
      }
    }),
    ...section(3, (out) => {
      putUnsigned(out, functions.length);
      for (const k of functions.keys()) putUnsigned(out, imports.length + k);
    }),
    ...section(7, (out) => {
      putUnsigned(out, functions.length);
      for (const [k, { name }] of functions.entries()) {
        putName(out, name);
        out.push(0);
        putUnsigned(out, imports.length + k);
      }
    }),
    [10, ...unsigned(code.reduce((sum, part) => sum + part.length, 0))],
    ...code,
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
