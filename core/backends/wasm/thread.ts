export { addUp, type Chunk, mostColumns, type Partial } from "./chunk.ts";
export { functionNamed } from "./functions.ts";
export { type Instance, instantiate, type Places } from "./instance.ts";
