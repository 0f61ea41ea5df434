export { interpreted } from "./interpret.ts";
export { prepare } from "./prepare.ts";
export type { Procedure, Value } from "./values.ts";
