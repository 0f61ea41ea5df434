import { add, mul } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation, Options } from "../operation.ts";
import { shapeOf } from "../statement.ts";
import { ones, plus, tabulate } from "./arrays.ts";
import { contractInto } from "./contraction.ts";
import { sizesOfLetters, subscriptsOf } from "./subscripts.ts";

const specOf = (options: Options): string => String(options.spec);

const sameSize = (p: Atom, q: Atom): Atom | undefined => {
  if (p.kind === "const" && q.kind === "const") return p.value === q.value ? p : undefined;
  return p.kind === "const" ? p : q;
};

const show = (size: Atom): string => (size.kind === "const" ? String(size.value) : "unknown");

const sizesOf = (spec: string, inputs: readonly Atom[]): ReadonlyMap<string, Atom> =>
  sizesOfLetters(spec, inputs.map(shapeOf), sameSize, show);

/** The letters of a result that one of the factors has. */
const lettersIn = (letters: string, factors: string): string =>
  [...letters].filter((letter) => factors.includes(letter)).join("");

/** The cotangent of one operand: what flows back times the other operand, spread over letters that only it has. */
const backInto = (b: ArrayBuilder, spec: string, inputs: readonly Atom[], operand: number, cotangent: Atom): Atom => {
  const { operands, result } = subscriptsOf(spec);
  const wanted = operands[operand] ?? "";
  const [others, otherInputs] = [operands.toSpliced(operand, 1), inputs.toSpliced(operand, 1)];
  const sizes = sizesOf(spec, inputs);
  const found = lettersIn(wanted, result + others.join(""));
  const flow = contraction(b, `${[result, ...others].join()}->${found}`, [cotangent, ...otherInputs]);
  const missing = [...wanted].filter((letter) => !found.includes(letter));
  const [spread] = missing.reduce<readonly [Atom, string]>(
    ([array, letters], letter) => {
      const next = lettersIn(wanted, letters + letter);
      const one = ones(b, sizes.get(letter) ?? constant(1, "i32"));
      return [contraction(b, `${letters},${letter}->${next}`, [array, one]), next];
    },
    [flow, found],
  );
  return spread;
};

/** Sums of products of the elements of one or two arrays, over the letters that the result lacks. */
export const contractOperation: Operation = {
  name: "contract",
  shapes: (inputs, options) => {
    const spec = specOf(options);
    const sizes = sizesOf(spec, inputs);
    return [[...subscriptsOf(spec).result].map((letter) => sizes.get(letter) ?? constant(Number.NaN, "i32"))];
  },
  letters: (options) => subscriptsOf(specOf(options)),
  evaluate: (inputs, [output], options) => {
    if (output) contractInto(specOf(options), inputs, output);
  },
  jvp: (b, { inputs, options }, tangents) => [
    inputs
      .map((_, k) => {
        const tangent = tangents[k];
        return tangent && contraction(b, specOf(options), inputs.with(k, tangent));
      })
      .reduce((total, flow) => plus(b, total, flow), undefined),
  ],
  vjp: (b, { inputs, options }, [cotangent]) =>
    inputs.map((_, k) => cotangent && backInto(b, specOf(options), inputs, k, cotangent)),
};

/** Up to so many products a contraction is written out: a call would cost more. */
const few = 64;

const countOf = (sizes: ReadonlyMap<string, Atom>): number =>
  [...sizes.values()].reduce((count, size) => count * (size.kind === "const" ? Number(size.value) : Number.NaN), 1);

/** Sums of products as single steps, element by element of the result. */
const writtenOut = (b: ArrayBuilder, spec: string, inputs: readonly Atom[], sizes: ReadonlyMap<string, Atom>): Atom => {
  const { operands, result } = subscriptsOf(spec);
  const summed = [...sizes.keys()].filter((letter) => !result.includes(letter));
  const shape = [...result].map((letter) => sizes.get(letter) ?? constant(0, "i32"));
  return tabulate(b, shape, (indices) => {
    const sumOver = (at: ReadonlyMap<string, Atom>, letters: readonly string[]): Atom => {
      const [letter, ...rest] = letters;
      if (letter !== undefined) {
        const size = sizes.get(letter);
        const terms = Array.from({ length: size?.kind === "const" ? Number(size.value) : 0 }, (_, i) =>
          sumOver(new Map(at).set(letter, constant(i, "i32")), rest),
        );
        return terms.length > 0 ? terms.reduce((sum, term) => b.emit(add.primitive, [sum, term])) : constant(0);
      }
      const factors = inputs.map((input, k) =>
        b.read(
          input,
          [...(operands[k] ?? "")].map((name) => at.get(name) ?? constant(0, "i32")),
        ),
      );
      return factors.reduce((product, factor) => b.emit(mul.primitive, [product, factor]));
    };
    return sumOver(new Map([...result].map((letter, axis) => [letter, indices[axis] ?? constant(0, "i32")])), summed);
  });
};

/**
 * Emits a contraction, such as the matrix product `"ij,jk->ik"`.
 * @throws E_SHAPE for a text that names no axes, and for sizes that differ, naming both
 */
export const contraction = (b: ArrayBuilder, spec: string, inputs: readonly Atom[]): Atom => {
  const sizes = sizesOf(spec, inputs);
  const { operands, result } = subscriptsOf(spec);
  const isElementwise = operands.length === 2 && [...sizes.keys()].every((letter) => result.includes(letter));
  if (isElementwise || countOf(sizes) <= few) return writtenOut(b, spec, inputs, sizes);
  return b.operation(contractOperation, inputs, { spec })[0] ?? constant(Number.NaN);
};
