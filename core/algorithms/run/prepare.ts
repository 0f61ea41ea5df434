import { fused, joinedBranches, writtenOut } from "../rewriting/index.ts";
import type { Block } from "../statement.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { pruned } from "./prune.ts";
import type { Procedure } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

/** What is done to a block, one after the other, before it is made ready: each leaves what it has no use for. */
const rewritings: readonly ((block: Block) => Block)[] = [writtenOut, joinedBranches, fused];

/** The block as it is run: without what its results do not need. */
export const rewritten = (block: Block): Block =>
  rewritings.reduce((before, rewrite) => {
    const after = rewrite(before);
    return after === before ? before : pruned(after);
  }, pruned(block));

/**
 * Makes a block ready to run: as WebAssembly, where there is none as JavaScript, and where code may not be made from text by
 * the interpreter.
 */
export const prepare = (block: Block): Procedure => {
  const needed = rewritten(block);
  return wasmProcedure(needed) ?? jsProcedure(needed) ?? interpreted(needed);
};
