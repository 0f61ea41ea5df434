import { encode, type Type } from "./bytes.ts";
import { instruction } from "./code.ts";
import { widest } from "./features.ts";
import { pageSize } from "./instance.ts";

/** Numbers that multiply what stands from a place on: a multiple of eight of them. */
export interface Factors {
  readonly series: Float64Array;
  readonly start: number;
}

/** The sum of products of some factors, once for each of them. */
export type Products = (values: Float64Array, factors: readonly Factors[]) => Float64Array;

const [at, other, end, a, b, c, d] = [0, 1, 2, 3, 4, 5, 6];
const sums = [a, b, c, d];
const get = (local: number): readonly number[] => instruction("local.get", local);
const set = (local: number): readonly number[] => instruction("local.set", local);
const moved = (local: number): readonly number[] => [
  ...get(local),
  ...instruction("i32.const", 16 * sums.length),
  ...instruction("i32.add"),
];

const added = (sum: number, k: number): readonly number[] => [
  ...get(sum),
  ...get(at),
  ...instruction("v128.load", 16 * k),
  ...get(other),
  ...instruction("v128.load", 16 * k),
  ...instruction("f64x2.mul"),
  ...instruction("f64x2.add"),
  ...set(sum),
];

const both = (sum: number): readonly number[] => [
  ...get(sum),
  ...instruction("f64x2.extract_lane", 0),
  ...get(sum),
  ...instruction("f64x2.extract_lane", 1),
  ...instruction("f64.add"),
];

/** Eight sums run side by side and are joined pair by pair. */
const code = (): readonly number[] => [
  ...instruction("loop"),
  ...sums.flatMap(added),
  ...moved(other),
  ...set(other),
  ...moved(at),
  ...instruction("local.tee", at),
  ...get(end),
  ...instruction("i32.lt_u"),
  ...instruction("br_if", 0),
  ...instruction("end"),
  ...both(a),
  ...both(b),
  ...instruction("f64.add"),
  ...both(c),
  ...both(d),
  ...instruction("f64.add"),
  ...instruction("f64.add"),
];

/** Makes room for so many bytes, where the memory can grow so far. */
const hasRoom = (memory: WebAssembly.Memory, bytes: number): boolean => {
  const more = bytes - memory.buffer.byteLength;
  if (more <= 0) return true;
  try {
    memory.grow(Math.ceil(more / pageSize));
    return true;
  } catch {
    return false;
  }
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
    const longest = factors.reduce((length, { series }) => Math.max(length, series.length), 0);
    if (!hasRoom(memory, 8 * (longest + values.length))) return plainProducts(values, factors);
    const all = new Float64Array(memory.buffer);
    all.set(values, longest);
    let there: Float64Array | undefined;
    return Float64Array.from(factors, ({ series, start }) => {
      if (series !== there) all.set(series, 0);
      there = series;
      return series.length === 0 ? 0 : product(0, 8 * (longest + start), 8 * series.length);
    });
  };
};

let known: Products | undefined;

/** Sums of products in vectors where the engine has them. */
export const products: Products = (values, factors) => {
  known ??= (widest() ?? "f64") === "f64" ? plainProducts : made();
  return known(values, factors);
};
