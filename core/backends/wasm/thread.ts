export type { PostedKernel } from "../workers.ts";
export { type Adding, adding } from "./adding.ts";
export { type Chunk, type Partial, sumsIn } from "./chunk.ts";
export { copyNumbers } from "./copied.ts";
export { functionsByName } from "./functions.ts";
export { hasRoom, type Instance, instanceIn, pageSize } from "./instance.ts";
