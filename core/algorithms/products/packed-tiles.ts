import { encode, type Func, instruction, widest } from "../../backends/index.ts";

/** Rows and columns of the part of a product that is kept in local variables. */
export const tile = 4;
/** How much of the summed index is packed at once: a strip of four then fits the first-level cache. */
export const depth = 256;
/** How many rows, or columns, are packed at once. */
export const breadth = 512;

/** Where strips of two matrices are packed, `[strip][l][row]`, and what multiplies them. */
export interface Tiles {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The products of one strip with others: four rows of `breadth` numbers. */
  readonly sums: Float64Array;
  /** Writes `sums` from the strip of `x` that starts at a number, and the first strips of `y`. */
  readonly multiply: (length: number, first: number, strips: number) => void;
}

const packed = breadth * depth;

const get = (local: number): readonly number[] => instruction("local.get", local);
const set = (local: number): readonly number[] => instruction("local.set", local);

const locals = {
  x: 0,
  y: 1,
  to: 2,
  length: 3,
  strips: 4,
  at: 5,
  left: 6,
  sums: 7,
  y0: 15,
  y1: 16,
  value: 17,
  zero: 18,
};

const rows = [0, 1, 2, 3];

const advance = (local: number): readonly number[] => [
  ...get(local),
  ...instruction("i32.const", 8 * tile),
  ...instruction("i32.add"),
  ...set(local),
];

/** Goes around a loop until a local has come down to zero. */
const countDown = (local: number): readonly number[] => [
  ...get(local),
  ...instruction("i32.const", 1),
  ...instruction("i32.sub"),
  ...instruction("local.tee", local),
  ...instruction("br_if", 0),
  ...instruction("end"),
];

/** Adds to the sixteen sums of a tile: two numbers at a time, products and sums rounded at once where the engine can. */
const addProducts = (isFused: boolean): readonly number[] => [
  ...[locals.y0, locals.y1].flatMap((vector, k) => [
    ...get(locals.y),
    ...instruction("v128.load", 16 * k),
    ...set(vector),
  ]),
  ...rows.flatMap((row) => [
    ...get(locals.at),
    ...instruction("v128.load64_splat", 8 * row),
    ...set(locals.value),
    ...[locals.y0, locals.y1].flatMap((vector, k) => {
      const sum = locals.sums + 2 * row + k;
      return isFused
        ? [...get(locals.value), ...get(vector), ...get(sum), ...instruction("f64x2.relaxed_madd"), ...set(sum)]
        : [
            ...get(sum),
            ...get(locals.value),
            ...get(vector),
            ...instruction("f64x2.mul"),
            ...instruction("f64x2.add"),
            ...set(sum),
          ];
    }),
  ]),
];

const eight = [0, 1, 2, 3, 4, 5, 6, 7];

const kernel = (isFused: boolean): Func => ({
  name: "multiply",
  inputs: ["i32", "i32", "i32", "i32", "i32"],
  output: "i32",
  locals: ["i32", "i32", ...Array.from({ length: 12 }, () => "v128" as const)],
  code: [
    ...instruction("loop"),
    ...eight.flatMap((k) => [...get(locals.zero), ...set(locals.sums + k)]),
    ...get(locals.x),
    ...set(locals.at),
    ...get(locals.length),
    ...set(locals.left),
    ...instruction("loop"),
    ...addProducts(isFused),
    ...advance(locals.at),
    ...advance(locals.y),
    ...countDown(locals.left),
    ...eight.flatMap((k) => [
      ...get(locals.to),
      ...get(locals.sums + k),
      ...instruction("v128.store", 8 * breadth * (k >> 1) + 16 * (k & 1)),
    ]),
    ...advance(locals.to),
    ...countDown(locals.strips),
    ...get(locals.to),
  ],
});

const pages = Math.ceil((8 * (2 * packed + tile * breadth)) / 65536);

/** The bytes of the module that multiplies strips. */
export const kernelModule = (isFused: boolean): Uint8Array<ArrayBuffer> =>
  encode([], [kernel(isFused)], { pages, shared: false });

const wasmTiles = (isFused: boolean): Tiles => {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernelModule(isFused)), { env: { memory } });
  const multiply = exports.multiply as (x: number, y: number, to: number, length: number, strips: number) => number;
  const [x, y, to] = [0, 8 * packed, 16 * packed];
  return {
    x: new Float64Array(memory.buffer, x, packed),
    y: new Float64Array(memory.buffer, y, packed),
    sums: new Float64Array(memory.buffer, to, tile * breadth),
    multiply: (length, first, strips) => {
      multiply(x + 8 * first, y, to, length, strips);
    },
  };
};

let made: { readonly tiles: Tiles | undefined } | undefined;

/** What multiplies strips; undefined in an engine without vectors. */
export const tiles = (): Tiles | undefined => {
  if (!made) {
    const width = widest();
    made = { tiles: width === "f64x2+fma" || width === "f64x2" ? wasmTiles(width === "f64x2+fma") : undefined };
  }
  return made.tiles;
};
