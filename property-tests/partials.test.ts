import { test } from "vitest";
import { primitives } from "../core/primitives/index.ts";
import { stateLaw } from "./law.ts";
import { compiledPartialsLaw, secondPartialsLaw } from "./laws/compiled-partials.ts";
import { lanesLaw } from "./laws/lanes.ts";
import { partialsLaw, partialsOf } from "./laws/partials.ts";
import { lanes } from "./per-event.ts";

const partials = partialsOf(primitives.values());

stateLaw(partialsLaw, partials, { test });
stateLaw(compiledPartialsLaw, partials, { test });
stateLaw(secondPartialsLaw, partials, { test });
stateLaw(
  lanesLaw,
  [...primitives.values()].flatMap((primitive) => lanes.map((lane) => ({ primitive, lane }))),
  { test },
);
