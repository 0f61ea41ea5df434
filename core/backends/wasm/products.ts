import { encode, type Type } from "./bytes.ts";
import { putInstruction } from "./code.ts";
import { widest } from "./features.ts";
import { hasRoom } from "./instance.ts";
import type { Opcode } from "./opcodes.ts";

/** Numbers that multiply what stands from a place on: a multiple of eight of them. */
export interface Factors {
  readonly series: Float64Array;
  readonly start: number;
}

/** The sum of products of some factors, once for each of them. */
export type Products = (values: Float64Array, factors: readonly Factors[]) => Float64Array;

const [at, other, end, a, b, c, d] = [0, 1, 2, 3, 4, 5, 6];
const sums = [a, b, c, d];

/** Eight sums run side by side and are joined pair by pair. */
const code = (): readonly number[] => {
  const out: number[] = [];
  const op = (name: Opcode, ...operands: readonly number[]): void => putInstruction(out, name, operands);
  const moved = (local: number): void => {
    op("local.get", local);
    op("i32.const", 16 * sums.length);
    op("i32.add");
  };
  const both = (sum: number): void => {
    op("local.get", sum);
    op("f64x2.extract_lane", 0);
    op("local.get", sum);
    op("f64x2.extract_lane", 1);
    op("f64.add");
  };
  op("loop");
  for (let k = 0; k < sums.length; k++) {
    op("local.get", a + k);
    op("local.get", at);
    op("v128.load", 16 * k);
    op("local.get", other);
    op("v128.load", 16 * k);
    op("f64x2.mul");
    op("f64x2.add");
    op("local.set", a + k);
  }
  moved(other);
  op("local.set", other);
  moved(at);
  op("local.tee", at);
  op("local.get", end);
  op("i32.lt_u");
  op("br_if", 0);
  op("end");
  both(a);
  both(b);
  op("f64.add");
  both(c);
  both(d);
  op("f64.add");
  op("f64.add");
  return out;
};

/** The same in JavaScript, to the last bit. */
export const plainProducts: Products = (values, factors) =>
  Float64Array.from(factors, ({ series, start }) => {
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < series.length; i += 8) {
      a += (series[i] ?? 0) * (values[start + i] ?? 0);
      b += (series[i + 1] ?? 0) * (values[start + i + 1] ?? 0);
      c += (series[i + 2] ?? 0) * (values[start + i + 2] ?? 0);
      d += (series[i + 3] ?? 0) * (values[start + i + 3] ?? 0);
      e += (series[i + 4] ?? 0) * (values[start + i + 4] ?? 0);
      f += (series[i + 5] ?? 0) * (values[start + i + 5] ?? 0);
      g += (series[i + 6] ?? 0) * (values[start + i + 6] ?? 0);
      h += (series[i + 7] ?? 0) * (values[start + i + 7] ?? 0);
    }
    return a + b + (c + d) + (e + f + (g + h));
  });

type Product = (at: number, other: number, end: number) => number;

const made = (): Products => {
  const inputs: readonly Type[] = ["i32", "i32", "i32"];
  const locals: readonly Type[] = ["v128", "v128", "v128", "v128"];
  const bytes = encode([], [{ name: "product", inputs, output: "f64", locals, code: code() }], {
    pages: 1,
    shared: false,
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const product = exports.product as Product;
  return (values, factors) => {
    let longest = 0;
    for (const { series } of factors) longest = Math.max(longest, series.length);
    if (!hasRoom(memory, 8 * (longest + values.length))) return plainProducts(values, factors);
    const all = new Float64Array(memory.buffer);
    all.set(values, longest);
    const found = new Float64Array(factors.length);
    let there: Float64Array | undefined;
    factors.forEach(({ series, start }, k) => {
      if (series !== there) all.set(series, 0);
      there = series;
      if (series.length > 0) found[k] = product(0, 8 * (longest + start), 8 * series.length);
    });
    return found;
  };
};

let known: Products | undefined;

/** Sums of products in vectors where the engine has them. */
export const products: Products = (values, factors) => {
  known ??= (widest() ?? "f64") === "f64" ? plainProducts : made();
  return known(values, factors);
};
