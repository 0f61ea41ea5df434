import { rewritten } from "../rewriting/index.ts";
import type { Block } from "../statement.ts";
import { interpreted } from "./interpret.ts";
import { jsProcedure } from "./js-procedure.ts";
import type { Procedure } from "./values.ts";
import { wasmProcedure } from "./wasm-procedure.ts";

/**
 * Makes a block ready to run: as WebAssembly, where there is none as JavaScript, and where code may not be made from text by
 * the interpreter.
 */
export const prepare = (block: Block): Procedure => {
  const needed = rewritten(block);
  return wasmProcedure(needed) ?? jsProcedure(needed) ?? interpreted(needed);
};
