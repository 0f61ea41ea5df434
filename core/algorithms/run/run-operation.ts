import { fail, isJagradError } from "../../errors.ts";
import type { Dense } from "../operation.ts";
import type { OperationStatement } from "../statement.ts";
import { placeIn } from "./too-many-turns.ts";

/** Runs an operation; an error of it that has no place gets the one in the lambda that the operation came from. */
export const runOperation = (
  { operation, settings, from }: Pick<OperationStatement, "operation" | "settings" | "from">,
  inputs: readonly Dense[],
  outputs: readonly Dense[],
): void => {
  try {
    operation.evaluate(inputs, outputs, settings);
  } catch (error) {
    const where = placeIn(from);
    if (!isJagradError(error) || error.where !== undefined || where === undefined) throw error;
    const { code, cure, state, cause, message } = error;
    const what = (message.split("\n")[0] ?? "").replace(/^E_\w+: /, "");
    throw fail(code, { what, where, cure, state, ...(cause === undefined ? {} : { cause }) });
  }
};
