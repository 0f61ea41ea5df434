export * from "./arithmetic.ts";
export { type Contest, contests, placeIn, placeOfMax, placeOfMin } from "./contests.ts";
export {
  bool,
  type Definition,
  definePrimitive,
  integer,
  type PrimitiveFunction,
  primitiveOf,
  real,
} from "./define.ts";
export * from "./draws.ts";
export * from "./elementary.ts";
export * from "./items.ts";
export * from "./joint.ts";
export * from "./limits.ts";
export * from "./logic.ts";
export { moments, polynomial, powers, smear } from "./moments.ts";
export { inWindow, moved, windowCells, windowReach } from "./moved.ts";
export {
  allOf,
  anyOf,
  broadcast,
  maxOf,
  minOf,
  position,
  prodOf,
  type Reducer,
  reducers,
  spreadTo,
  sum,
  sumTo,
} from "./reductions.ts";
export * from "./special.ts";
export * from "./steps.ts";
export { mathPrimitives, primitives } from "./table.ts";
export { tallied, talliedWithout, tally, tallyWithout } from "./tally.ts";
