import type { Block } from "../statement.ts";
import { interpreted } from "./interpret.ts";
import type { Procedure } from "./values.ts";

/** Makes a block ready to run. */
export const prepare = (block: Block): Procedure => interpreted(block);
