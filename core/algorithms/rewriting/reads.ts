import { add, sub } from "../../primitives/index.ts";
import type { Atom } from "../../program/index.ts";
import { type Block, blocksOf, type LoopStatement, readsOf, type Statement } from "../statement.ts";

/** By how much numbers are larger than that of the turn: of those that are so by a constant. */
const offsetsIn = ({ params, statements }: Block): ReadonlyMap<number, number> => {
  const [turn] = params;
  const found = new Map<number, number>(turn ? [[turn.id, 0]] : []);
  for (const s of statements) {
    if (s.kind !== "equation") continue;
    const { primitive, inputs, output } = s.equation;
    const [x, y] = inputs;
    const sign = primitive === add.primitive ? 1 : primitive === sub.primitive ? -1 : 0;
    if (sign !== 0 && x === turn && y?.kind === "const") found.set(output.id, sign * Number(y.value));
  }
  return found;
};

const known = new WeakMap<Block, ReadonlyMap<number, number>>();

/** By how much an index is larger than the number of the turn; undefined where that is no constant. */
export const offsetOf = ({ body }: LoopStatement, index: Atom | undefined): number | undefined => {
  const offsets = known.get(body) ?? offsetsIn(body);
  known.set(body, offsets);
  return index?.kind === "var" ? offsets.get(index.id) : undefined;
};

/**
 * At which distances from its turn a loop reads an array of numbers; undefined where it does so otherwise, or where it is
 * the array as a whole.
 */
export const distancesOf = (loop: LoopStatement, array: number): ReadonlySet<number> | undefined => {
  const found = new Set<number>();
  const isIt = (atom: Atom): boolean => atom.kind === "var" && atom.id === array;
  const isPlain = (s: Statement): boolean => {
    if (!blocksOf(s).every(look)) return false;
    if (s.kind !== "read" || !isIt(s.array)) return !readsOf(s).some(isIt);
    const offset = offsetOf(loop, s.indices[0]);
    if (offset === undefined || s.indices.some(isIt) || (offset !== 0 && s.indices.length > 1)) return false;
    found.add(offset);
    return true;
  };
  const look = ({ statements, results }: Block): boolean => !results.some(isIt) && statements.every(isPlain);
  return look(loop.body) ? found : undefined;
};
