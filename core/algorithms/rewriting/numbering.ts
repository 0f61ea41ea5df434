import { type Atom, keyOfAtom, type Var } from "../../program/index.ts";
import { isDear } from "../dear.ts";
import { type Block, blocksOf, type LoopStatement, type Statement } from "../statement.ts";

/** Numbers for what variables hold: equal numbers stand for equal values in equal turns of the loops around. */
export interface Numbering {
  readonly numberOf: (atom: Atom) => number;
  /** The numbers of what is dear in a statement and in the blocks inside it, as often as it is computed. */
  readonly dearIn: (statement: Statement) => readonly number[];
}

/** Settings that can be compared. */
const textOf = (settings: Readonly<Record<string, unknown>>): string | undefined =>
  Object.values(settings).every((value) => typeof value !== "object" && typeof value !== "function")
    ? JSON.stringify(Object.entries(settings))
    : undefined;

interface Part {
  readonly array: number;
  readonly indices: readonly number[];
}

/** Whether a loop carries nothing, so that its turns are alike. */
export const isFlat = ({ initial, descending }: LoopStatement): boolean => initial.length === 0 && !descending;

/** Numbers what a block computes. */
export const numbering = (block: Block): Numbering => {
  const numbers = new Map<number, number>();
  const known = new Map<unknown, number>();
  const parts = new Map<number, Part>();
  let next = 0;
  const numberFor = (key: unknown): number => {
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, ++next);
    return next;
  };
  const numberOf = (atom: Atom): number => {
    if (atom.kind === "const") return numberFor(keyOfAtom(atom));
    const found = numbers.get(atom.id) ?? ++next;
    numbers.set(atom.id, found);
    return found;
  };
  const of = (what: unknown, ...inputs: readonly number[]): number => {
    let key = `${numberFor(what)}`;
    for (let k = 0; k < inputs.length; k++) key += `,${inputs[k]}`;
    return numberFor(key);
  };
  const define = (output: Var, number: number): void => {
    numbers.set(output.id, number);
  };

  const inBlock = (inner: Block, counts: readonly number[]): void => {
    for (const statement of inner.statements) look(statement, counts);
  };
  /**
   * Numbers the outputs of a statement where they can be compared.
   * @param counts - the numbers of the turns of the loops around
   */
  const look = (statement: Statement, counts: readonly number[]): void => {
    switch (statement.kind) {
      case "equation": {
        const { primitive, inputs, output } = statement.equation;
        const given = inputs.map(numberOf);
        const [x = 0, y = 0] = given;
        const isTurned = primitive.kind === "elementwise" && primitive.commutative && y < x;
        define(output, isTurned ? of(primitive, y, x) : of(primitive, ...given));
        return;
      }
      case "read": {
        const { array, indices, checked, output } = statement;
        const around = parts.get(array.id);
        const part: Part = {
          array: around?.array ?? numberOf(array),
          indices: [...(around?.indices ?? []), ...indices.map(numberOf)],
        };
        if (!checked) parts.set(output.id, part);
        define(output, of(checked ? "read?" : "read", part.array, ...part.indices));
        return;
      }
      case "data":
        define(statement.output, numberFor(statement.values));
        return;
      case "operation": {
        const { operation, settings, inputs, outputs } = statement;
        const text = textOf(settings);
        if (text === undefined) return;
        for (const [k, output] of outputs.entries())
          define(output, of(operation, numberFor(`settings ${text}`), k, ...inputs.map(numberOf)));
        return;
      }
      case "loop": {
        const { body, count, outputs } = statement;
        const [turn] = body.params;
        const turns = numberOf(count);
        if (turn) define(turn, of("turn", turns, counts.filter((other) => other === turns).length));
        inBlock(body, [...counts, turns]);
        if (isFlat(statement))
          for (const [k, output] of outputs.entries())
            define(output, of("loop", turns, numberOf(body.results[k] ?? output)));
        return;
      }
      case "call":
        return;
      default:
        for (const inner of blocksOf(statement)) inBlock(inner, counts);
    }
  };
  inBlock(block, []);
  const dearIn = (statement: Statement): readonly number[] => {
    if (statement.kind === "call") return [];
    if (statement.kind === "equation") return isDear(statement.equation) ? [numberOf(statement.equation.output)] : [];
    if (statement.kind === "operation") return statement.outputs.map(numberOf);
    return blocksOf(statement).flatMap(({ statements }) => statements.flatMap(dearIn));
  };
  return { numberOf, dearIn };
};
