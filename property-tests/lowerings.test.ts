import { test } from "vitest";
import { primitives } from "../core/primitives/index.ts";
import type { ElementwisePrimitive } from "../core/program/index.ts";
import { stateLaw } from "./law.ts";
import { loweringsLaw } from "./laws/lowerings.ts";
import { type Lowered, loweredBy } from "./lowered-by.ts";

const isLowered = (primitive: ElementwisePrimitive): primitive is Lowered => primitive.lower !== undefined;

const lowered = [...primitives.values()].filter(isLowered);

stateLaw(
  loweringsLaw,
  lowered.flatMap((primitive) => loweredBy.map((by) => ({ primitive, by }))),
  { test: (name, body) => test(name, { timeout: 60_000 }, body) },
);
