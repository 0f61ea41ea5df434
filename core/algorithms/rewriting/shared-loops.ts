import type { Block } from "../statement.ts";
import { foundAgain } from "./found-again.ts";
import { joinedLoops } from "./joined-loops.ts";
import { withKept } from "./kept.ts";
import { numbering } from "./numbering.ts";
import { pruned } from "./prune.ts";

/**
 * The block with what is dear computed once: loops that compute the same are one, and what is computed again is read
 * where an earlier loop has kept it.
 * What calls compute, as those that are checkpoints, is left to them.
 */
export const withSharedLoops = (block: Block): Block => {
  const numbers = numbering(block);
  const all = block.statements.flatMap(numbers.dearIn);
  if (new Set(all).size === all.length) return block;
  return pruned(foundAgain(numbers, withKept(numbers, joinedLoops(numbers, block))));
};
