export { type Flat, isStored, leavesOf, named, type StoredArray, store, stored, withLeaves } from "./arrays.ts";
export { setBounds } from "./bounds.ts";
export { dense, denseOf } from "./dense.ts";
export { blockOf, type Elaborated, type ElaborateOptions, elaborateBlock, type ValueBlock } from "./elaborate-block.ts";
export { fit } from "./fit.ts";
export { isAlike, isLike, join, type Layout, leafCount, leavesOfLayout, numberLayout, showLayout } from "./layout.ts";
export { mostTurns, understandArrays } from "./procedure.ts";
export {
  type ArrayType,
  arrayOf,
  type Params,
  paramsOf,
  parseType,
  showType,
  sizesIn,
  type Type,
  type TypeSpec,
} from "./types.ts";
