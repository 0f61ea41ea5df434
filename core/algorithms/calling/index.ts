export { inferTypes, signatureOf } from "./infer.ts";
export { type RunInput, runInputs } from "./inputs.ts";
export { outputWriter } from "./outputs.ts";
export { inputReader } from "./reader.ts";
export type { Compiled, Given, Output } from "./typed.ts";
