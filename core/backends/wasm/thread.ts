export type { PostedKernel } from "../workers.ts";
export { type Adding, adding } from "./adding.ts";
export type { Chunk, Partial } from "./chunk.ts";
export { copyNumbers } from "./copied.ts";
export { functionsByName } from "./functions.ts";
export { type Instance, instantiate } from "./instance.ts";
