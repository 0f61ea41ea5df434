export { checkGradients, type FunctionCheck, type FunctionCheckOptions } from "./check-gradients.ts";
export type { ArgumentCheck, DerivativeMode } from "./judged.ts";
export type { WrongDerivative } from "./suspect.ts";
