import { isDear } from "../dear.ts";
import { type Block, blocksOf, type Statement } from "../statement.ts";
import { type Differing, differingIn } from "./differing.ts";

/** Loops of other numbers of turns stay where they are: rows of so few take no vectors, those of more take much memory. */
const [fewest, most] = [4, 64];

/** How much more often what is inside of a loop is done. */
const often = 8;
const dear = 10;

/** What the equations inside the loops of a block cost, by whether they differ between turns. */
const costsOf = (differing: Differing, block: Block, times = 0): readonly [differing: number, alike: number] => {
  const all = [0, 0] as [number, number];
  for (const s of block.statements) {
    if (s.kind === "equation")
      all[differing.has(s.equation.output.id) ? 0 : 1] += times * (isDear(s.equation) ? dear : 1);
    const isLoop = s.kind === "loop" || s.kind === "while";
    for (const inner of blocksOf(s)) {
      const [own, alike] = costsOf(differing, inner, isLoop ? Math.max(1, often * times) : times);
      all[0] += own;
      all[1] += alike;
    }
  }
  return all;
};

/** What differs between the turns of a loop inside which much is the same in all of them. */
export const worthTurning = (s: Statement): Differing | undefined => {
  if (s.kind !== "loop" || s.initial.length > 0 || s.count.kind !== "const" || s.outputs.length === 0) return undefined;
  const turns = Number(s.count.value);
  if (turns < fewest || turns > most) return undefined;
  const differing = differingIn(s);
  if (!differing) return undefined;
  const [own, alike] = costsOf(differing, s.body);
  return own > 0 && 4 * alike >= own ? differing : undefined;
};
