export { interpreted, type Probe } from "./interpret.ts";
export { prepare } from "./prepare.ts";
export type { Procedure, Value } from "./values.ts";
