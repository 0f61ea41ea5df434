import { test } from "vitest";
import { primitives } from "../core/primitives/index.ts";
import { stateLaw } from "./law.ts";
import { loweredBitsLaw } from "./laws/lowered-bits.ts";
import { loweringsLaw } from "./laws/lowerings.ts";
import { isLowered, loweredBy, sameBitsBy } from "./lowered-by.ts";

const lowered = [...primitives.values()].filter(isLowered);

stateLaw(
  loweringsLaw,
  lowered.flatMap((primitive) => loweredBy.map((by) => ({ primitive, by }))),
  { test: (name, body) => test(name, { timeout: 60_000 }, body) },
);

stateLaw(
  loweredBitsLaw,
  sameBitsBy.flatMap((by) => lowered.filter(({ ulp }) => ulp).map((primitive) => ({ primitive, ...by }))),
  { test: (name, body) => test(name, { timeout: 60_000 }, body) },
);
