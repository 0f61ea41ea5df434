import { test } from "vitest";
import { primitives } from "../core/primitives/index.ts";
import { stateLaw } from "./law.ts";
import { compiledPartialsLaw, secondPartialsLaw } from "./laws/compiled-partials.ts";
import { lanesLaw } from "./laws/lanes.ts";
import { partialsLaw, partialsOf } from "./laws/partials.ts";
import { lanes } from "./per-event.ts";

const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

const partials = partialsOf(primitives.values());

stateLaw(partialsLaw, partials, runner);
stateLaw(compiledPartialsLaw, partials, runner);
stateLaw(secondPartialsLaw, partials, runner);
stateLaw(
  lanesLaw,
  [...primitives.values()].flatMap((primitive) => lanes.map((lane) => ({ primitive, lane }))),
  runner,
);
