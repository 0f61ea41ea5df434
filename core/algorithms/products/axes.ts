import type { Letters } from "../operation.ts";

/** Which arrays have an axis: the result and one operand, both operands, all three; or one operand alone. */
export type Role = "row" | "column" | "sum" | "both";

/** Letters that follow each other alike in every array that has them: one loop goes through all of them. */
export interface Axis {
  readonly letters: string;
  readonly role: Role;
}

const roleOf = (letter: string, a: string, c: string, b: string): Role => {
  if (!c.includes(letter)) return "sum";
  if (a.includes(letter) && b.includes(letter)) return "both";
  return a.includes(letter) ? "row" : "column";
};

const follows = (next: string, letter: string, array: string): boolean =>
  array.includes(letter) ? array.indexOf(next) === array.indexOf(letter) + 1 : !array.includes(next);

/** The loops of a sum of products of two arrays, in the order of the result. */
export const axesOf = ({ operands: [a = "", b = ""], result: c }: Letters): readonly Axis[] => {
  const arrays = [a, b, c];
  const letters = [...new Set(c + a + b)];
  const after = (letter: string): string | undefined =>
    letters.find((next) => next !== letter && arrays.every((array) => follows(next, letter, array)));
  const inner = new Set(letters.flatMap((letter) => after(letter) ?? []));
  return letters
    .filter((letter) => !inner.has(letter))
    .map((first) => {
      let chain = first;
      for (let next = after(first); next !== undefined; next = after(next)) chain += next;
      return { letters: chain, role: roleOf(first, a, c, b) };
    });
};
