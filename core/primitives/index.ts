import type { ElementwisePrimitive } from "../program/index.ts";
import * as arithmetic from "./arithmetic.ts";
import { primitiveOf } from "./define.ts";
import * as draws from "./draws.ts";
import * as elementary from "./elementary.ts";
import * as logic from "./logic.ts";
import * as special from "./special.ts";
import * as steps from "./steps.ts";

export * from "./arithmetic.ts";
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
export * from "./logic.ts";
export { allOf, anyOf, broadcast, maxOf, minOf, type Reducer, reducers, spreadTo, sum, sumTo } from "./reductions.ts";
export * from "./special.ts";
export * from "./steps.ts";

/** Every elementwise primitive by name: what laws walk and what `Math` in a lambda may mean. */
export const primitives: ReadonlyMap<string, ElementwisePrimitive> = new Map(
  [arithmetic, draws, elementary, logic, special, steps]
    .flatMap((group) => Object.values(group))
    .flatMap((value) => primitiveOf(value) ?? [])
    .map((primitive) => [primitive.name, primitive]),
);

/** The primitives that `Math` has under the same name. */
export const mathPrimitives: ReadonlyMap<string, ElementwisePrimitive> = new Map(
  [...primitives].filter(([name]) => name in Math),
);
