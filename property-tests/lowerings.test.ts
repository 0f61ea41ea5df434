import { test } from "vitest";
import { primitives } from "../core/primitives/index.ts";
import { stateLaw } from "./law.ts";
import { loweringsLaw } from "./laws/lowerings.ts";
import { isLowered, loweredBy } from "./lowered-by.ts";

const lowered = [...primitives.values()].filter(isLowered);

stateLaw(
  loweringsLaw,
  lowered.flatMap((primitive) => loweredBy.map((by) => ({ primitive, by }))),
  { test: (name, body) => test(name, { timeout: 60_000 }, body) },
);
