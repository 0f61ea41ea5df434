import { encode, type Func, instruction, widest } from "../../backends/index.ts";

/** Rows and columns of the part of a product that is kept in local variables. */
export const tile = 4;
/** How much of the summed index is packed at once: a strip of four then fits the first-level cache. */
export const depth = 256;
/** How many rows, or columns, are packed at once. */
export const breadth = 512;

/** Where strips of two matrices are packed, `[strip][l][row]`, and what multiplies two of them. */
export interface Tiles {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The product of two strips, row by row. */
  readonly sums: Float64Array;
  /** Writes `sums` from strips that start at these numbers. */
  readonly multiply: (length: number, first: number, second: number) => void;
}

const strips = breadth * depth;

const get = (local: number): readonly number[] => instruction("local.get", local);

const locals = { x: 0, y: 1, to: 2, length: 3, sums: 4, y0: 12, y1: 13, value: 14 } as const;

/** The code of `multiply`: two numbers at a time, products and sums rounded at once where the engine can. */
const kernel = (isFused: boolean): Func => {
  const addProduct = (sum: number, vector: number): readonly number[] => [
    ...(isFused
      ? [...get(locals.value), ...get(vector), ...get(sum), ...instruction("f64x2.relaxed_madd")]
      : [...get(sum), ...get(locals.value), ...get(vector), ...instruction("f64x2.mul"), ...instruction("f64x2.add")]),
    ...instruction("local.set", sum),
  ];
  const advance = (local: number): readonly number[] => [
    ...get(local),
    ...instruction("i32.const", 8 * tile),
    ...instruction("i32.add"),
    ...instruction("local.set", local),
  ];
  const rows = [0, 1, 2, 3];
  const code = [
    ...instruction("loop"),
    ...[locals.y0, locals.y1].flatMap((vector, k) => [
      ...get(locals.y),
      ...instruction("v128.load", 16 * k),
      ...instruction("local.set", vector),
    ]),
    ...rows.flatMap((row) => [
      ...get(locals.x),
      ...instruction("v128.load64_splat", 8 * row),
      ...instruction("local.set", locals.value),
      ...addProduct(locals.sums + 2 * row, locals.y0),
      ...addProduct(locals.sums + 2 * row + 1, locals.y1),
    ]),
    ...advance(locals.x),
    ...advance(locals.y),
    ...get(locals.length),
    ...instruction("i32.const", 1),
    ...instruction("i32.sub"),
    ...instruction("local.tee", locals.length),
    ...instruction("br_if", 0),
    ...instruction("end"),
    ...rows.flatMap((row) =>
      [0, 1].flatMap((half) => [
        ...get(locals.to),
        ...get(locals.sums + 2 * row + half),
        ...instruction("v128.store", 32 * row + 16 * half),
      ]),
    ),
    ...get(locals.to),
  ];
  const vectors = Array.from({ length: 11 }, () => "v128" as const);
  return { name: "multiply", inputs: ["i32", "i32", "i32", "i32"], output: "i32", locals: vectors, code };
};

/** The bytes of the module that multiplies strips. */
export const kernelModule = (isFused: boolean): Uint8Array<ArrayBuffer> =>
  encode([], [kernel(isFused)], { pages: pagesFor(2 * strips + tile * tile), shared: false });

const pagesFor = (numbers: number): number => Math.ceil((8 * numbers) / 65536);

const wasmTiles = (isFused: boolean): Tiles => {
  const memory = new WebAssembly.Memory({ initial: pagesFor(2 * strips + tile * tile) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernelModule(isFused)), { env: { memory } });
  const multiply = exports.multiply as (x: number, y: number, to: number, length: number) => number;
  const [x, y, to] = [0, 8 * strips, 16 * strips];
  return {
    x: new Float64Array(memory.buffer, x, strips),
    y: new Float64Array(memory.buffer, y, strips),
    sums: new Float64Array(memory.buffer, to, tile * tile),
    multiply: (length, first, second) => {
      multiply(x + 8 * first, y + 8 * second, to, length);
    },
  };
};

/** The same in JavaScript, for engines without vectors. */
export const plainTiles = (): Tiles => {
  const [x, y, sums] = [new Float64Array(strips), new Float64Array(strips), new Float64Array(tile * tile)];
  return {
    x,
    y,
    sums,
    multiply: (length, first, second) => {
      for (let r = 0; r < tile; r++) {
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let l = 0; l < tile * length; l += tile) {
          const value = x[first + l + r] ?? 0;
          s0 += value * (y[second + l] ?? 0);
          s1 += value * (y[second + l + 1] ?? 0);
          s2 += value * (y[second + l + 2] ?? 0);
          s3 += value * (y[second + l + 3] ?? 0);
        }
        sums[tile * r] = s0;
        sums[tile * r + 1] = s1;
        sums[tile * r + 2] = s2;
        sums[tile * r + 3] = s3;
      }
    },
  };
};

let made: Tiles | undefined;

/** The fastest tiles of this engine. */
export const tiles = (): Tiles => {
  const width = made ? undefined : widest();
  made ??= width === "f64x2+fma" || width === "f64x2" ? wasmTiles(width === "f64x2+fma") : plainTiles();
  return made;
};
