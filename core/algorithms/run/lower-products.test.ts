import { describe, expect, it } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { contractOperation } from "../operations/contract.ts";
import { wiggle } from "../operations/derivative-check.ts";
import type { Block } from "../statement.ts";
import { jsProcedure } from "./js-procedure.ts";
import { isDense, type Procedure, type Value } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

type Sizes = Readonly<Record<string, number>>;

const specs: readonly (readonly [spec: string, sizes: Sizes])[] = [
  ["ij,jk->ik", { i: 9, j: 5, k: 6 }],
  ["ij,jk->ki", { i: 9, j: 5, k: 6 }],
  ["ik,jk->ij", { i: 6, j: 7, k: 11 }],
  ["ik,ij->jk", { i: 30, j: 8, k: 5 }],
  ["ij,j->i", { i: 13, j: 9 }],
  ["i,ij->j", { i: 13, j: 9 }],
  ["j,ij->i", { i: 5, j: 9 }],
  ["ij,i->j", { i: 13, j: 9 }],
  ["i,j->ij", { i: 4, j: 5 }],
  ["i,j->ji", { i: 4, j: 5 }],
  ["i,i->", { i: 11 }],
  ["i,i->i", { i: 11 }],
  ["ij,ji->", { i: 3, j: 4 }],
  ["cij,cjk->cik", { c: 3, i: 5, j: 4, k: 6 }],
  ["cij,cjk->ikc", { c: 3, i: 5, j: 4, k: 6 }],
  ["cij,jk->cik", { c: 3, i: 5, j: 4, k: 6 }],
  ["iaj,bja->ib", { i: 4, a: 3, j: 5, b: 6 }],
  ["ij,k->k", { i: 3, j: 4, k: 5 }],
  ["ij,jk->ik", { i: 3, j: 0, k: 4 }],
  ["ij,jk->ik", { i: 1, j: 20, k: 1 }],
];

const shapeIn = (letters: string, sizes: Sizes): readonly number[] => [...letters].map((letter) => sizes[letter] ?? 0);

const product = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);

const filled = (shape: readonly number[], seed: number): Value => ({
  values: Float64Array.from({ length: product(shape) }, (_, k) => wiggle(seed + k)),
  offset: 0,
  shape,
});

/** The sum of products, letter by letter. */
const expected = (spec: string, sizes: Sizes, [x, y]: readonly Value[]): readonly number[] => {
  const [operands = "", result = ""] = spec.split("->");
  const [first = "", second = ""] = operands.split(",");
  const letters = [...new Set(result + first + second)];
  const sums = new Array<number>(product(shapeIn(result, sizes))).fill(0);
  const element = (value: Value | undefined, of: string, at: Sizes): number =>
    isDense(value)
      ? (value.values[[...of].reduce((k, letter) => k * (sizes[letter] ?? 0) + (at[letter] ?? 0), 0)] ?? 0)
      : 0;
  const go = (at: Sizes, [letter, ...rest]: readonly string[]): void => {
    if (letter !== undefined) for (let i = 0; i < (sizes[letter] ?? 0); i++) go({ ...at, [letter]: i }, rest);
    else {
      const place = [...result].reduce((k, name) => k * (sizes[name] ?? 0) + (at[name] ?? 0), 0);
      sums[place] = (sums[place] ?? 0) + element(x, first, at) * element(y, second, at);
    }
  };
  go({}, letters);
  return sums;
};

const blockOf = (spec: string, sizeOf: (letter: string, b: ReturnType<typeof arrayBuilder>) => Atom): Block => {
  const b = arrayBuilder();
  const [operands = ""] = spec.split("->");
  const inputs = operands.split(",").map((letters) =>
    b.variable(
      "f64",
      [...letters].map((letter) => sizeOf(letter, b)),
    ),
  );
  const counts = inputs.flatMap((input) =>
    "shape" in input ? (input.shape as readonly Atom[]).flatMap((size) => (size.kind === "var" ? [size] : [])) : [],
  );
  return b.block([...inputs, ...counts], () => b.operation(contractOperation, inputs, { spec }));
};

const ways: Readonly<Record<string, (block: Block) => Procedure | undefined>> = {
  "WebAssembly with fused vectors": (block) => wasmProcedure(block, "f64x2+fma"),
  "WebAssembly with vectors": (block) => wasmProcedure(block, "f64x2"),
  "WebAssembly without": (block) => wasmProcedure(block, "f64"),
  JavaScript: jsProcedure,
};

const numbersOf = (value: Value | undefined): readonly number[] =>
  isDense(value) ? [...value.values] : [Number(value)];

describe.each(Object.keys(ways))("sums of products in %s", (way) => {
  const runOf = (block: Block) => {
    const procedure = ways[way]?.(block);
    if (!procedure) throw new Error(`there is no ${way} here`);
    return procedure.run;
  };

  it.each(specs)("are those of their letters: %s of %o", (spec, sizes) => {
    const [operands = ""] = spec.split("->");
    const inputs = operands.split(",").map((letters, k) => filled(shapeIn(letters, sizes), 10 * k + 1));
    const sums = expected(spec, sizes, inputs);
    const counts = inputs.flatMap((input) => (isDense(input) ? input.shape : []));
    const known = blockOf(spec, (letter) => constant(sizes[letter] ?? 0, "i32"));
    const unknown = blockOf(spec, (_, b) => b.variable("i32"));
    for (const [found] of [runOf(known)(inputs), runOf(unknown)([...inputs, ...counts])]) {
      const numbers = numbersOf(found);
      expect(numbers.length).toBe(sums.length);
      for (const [k, sum] of sums.entries()) expect(Math.abs((numbers[k] ?? Number.NaN) - sum)).toBeLessThan(1e-13);
    }
  });

  it("say which sizes differ", () => {
    const run = runOf(blockOf("ij,jk->ik", (_, b) => b.variable("i32")));
    const inputs = [filled([2, 3], 1), filled([4, 2], 2)];
    expect(() => run([...inputs, 2, 3, 4, 2])).toThrow(/axis j of "ij,jk->ik" has sizes 3 and 4/);
  });
});
