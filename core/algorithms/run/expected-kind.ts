import { where } from "../../primitives/index.ts";
import type { ElementwisePrimitive } from "../../program/index.ts";
import type { Kind } from "./low.ts";

/** As what a primitive takes an input: as a truth value, or as a number, for which a truth value is 0 or 1. */
export const expectedKind = (primitive: ElementwisePrimitive, k: number, out: Kind): Kind =>
  primitive.domain[k]?.kind === "bool" || (primitive === where.primitive && out === "bool") ? "bool" : "f64";
