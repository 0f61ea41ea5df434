import type { Block } from "../statement.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { pruned } from "./prune.ts";
import type { Procedure } from "./values.ts";

/** Makes a block ready to run, without what its results do not need. */
export const prepare = (block: Block): Procedure => {
  const needed = pruned(block);
  return jsProcedure(needed) ?? interpreted(needed);
};
