import { fail } from "../../errors.ts";
import type { Letters } from "../operation.ts";

const parsed = new Map<string, Letters>();

const form = /^([a-zA-Z]*)(?:,([a-zA-Z]*))?->([a-zA-Z]*)$/;

const repeatedIn = (letters: string): string | undefined =>
  [...letters].find((letter, place) => letters.indexOf(letter) !== place);

const parse = (spec: string): Letters => {
  const [found, first = "", second, result = ""] = form.exec(spec.replaceAll(" ", "")) ?? [];
  if (found === undefined)
    throw fail("E_SHAPE", {
      what: `${JSON.stringify(spec)} names no axes`,
      cure: 'one or two operands and a result, a letter for each axis: "ij,jk->ik"',
    });
  const operands = second === undefined ? [first] : [first, second];
  for (const letters of [...operands, result]) {
    const twice = repeatedIn(letters);
    if (twice)
      throw fail("E_SHAPE", {
        what: `${JSON.stringify(spec)} names two axes of one array ${twice}`,
        cure: "a letter for each axis; contract with the identity matrix for a trace or a diagonal",
      });
  }
  const stray = [...result].find((letter) => !operands.join("").includes(letter));
  if (stray)
    throw fail("E_SHAPE", {
      what: `the result of ${JSON.stringify(spec)} has an axis ${stray} that no operand has`,
      cure: "contract with an array of ones that has this axis",
    });
  return { operands, result };
};

/**
 * The letters of a text such as `"ij,jk->ik"`: letters of the operands that the result lacks are summed over.
 * @throws E_SHAPE for a text that is none, for a letter twice in one array, and for a letter of the result alone
 */
export const subscriptsOf = (spec: string): Letters => {
  const known = parsed.get(spec) ?? parse(spec);
  parsed.set(spec, known);
  return known;
};

/**
 * The size of each letter, from the sizes of the operands.
 * @param sameSize - the size of two that name the same axis; undefined if they differ
 * @throws E_SHAPE, naming both, for sizes that differ, and for a number of axes that is not that of the letters
 */
export const sizesOfLetters = <S>(
  spec: string,
  shapes: readonly (readonly S[])[],
  sameSize: (p: S, q: S) => S | undefined,
  show: (size: S) => string,
): ReadonlyMap<string, S> => {
  const { operands } = subscriptsOf(spec);
  const sizes = new Map<string, S>();
  if (shapes.length !== operands.length)
    throw fail("E_SHAPE", { what: `${JSON.stringify(spec)} has ${operands.length} operands, found ${shapes.length}` });
  for (const [k, letters] of operands.entries()) {
    const shape = shapes[k] ?? [];
    if (shape.length !== letters.length)
      throw fail("E_SHAPE", {
        what: `operand ${k + 1} of ${JSON.stringify(spec)} has ${letters.length} axes, found an array of ${shape.length}`,
      });
    for (const [axis, size] of shape.entries()) {
      const letter = letters.charAt(axis);
      const before = sizes.get(letter);
      const joined = before === undefined ? size : sameSize(before, size);
      if (joined === undefined)
        throw fail("E_SHAPE", {
          what: `axis ${letter} of ${JSON.stringify(spec)} has sizes ${show(before ?? size)} and ${show(size)}`,
        });
      sizes.set(letter, joined);
    }
  }
  return sizes;
};
