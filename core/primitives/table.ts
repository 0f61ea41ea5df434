import type { ElementwisePrimitive } from "../program/index.ts";
import * as arithmetic from "./arithmetic.ts";
import { primitiveOf } from "./define.ts";
import * as draws from "./draws.ts";
import * as elementary from "./elementary.ts";
import * as joint from "./joint.ts";
import * as limits from "./limits.ts";
import * as logic from "./logic.ts";
import * as special from "./special.ts";
import * as steps from "./steps.ts";

/** Every elementwise primitive by name: what laws walk and what `Math` in a lambda may mean. */
export const primitives: ReadonlyMap<string, ElementwisePrimitive> = new Map(
  [arithmetic, draws, elementary, joint, limits, logic, special, steps]
    .flatMap((group) => Object.values(group))
    .flatMap((value) => primitiveOf(value) ?? [])
    .map((primitive) => [primitive.name, primitive]),
);

/** The primitives that `Math` has under the same name. */
export const mathPrimitives: ReadonlyMap<string, ElementwisePrimitive> = new Map(
  [...primitives].filter(([name]) => name in Math),
);
