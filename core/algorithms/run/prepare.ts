import { fused } from "../rewriting/index.ts";
import type { Block } from "../statement.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import { pruned } from "./prune.ts";
import type { Procedure } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

/**
 * Makes a block ready to run, without what its results do not need: as WebAssembly, where there is none as JavaScript, and
 * where code may not be made from text by the interpreter.
 */
export const prepare = (block: Block): Procedure => {
  const plain = pruned(block);
  const joined = fused(plain);
  const needed = joined === plain ? plain : pruned(joined);
  return wasmProcedure(needed) ?? jsProcedure(needed) ?? interpreted(needed);
};
