import { test } from "vitest";
import { jsLane, wasmLaneOf } from "../core/backends/index.ts";
import { structuralPrimitives } from "./arbitraries/structural-cases.ts";
import { stateLaw } from "./law.ts";
import { directionsLaw, programKinds, transposesLaw } from "./laws/random-transposes.ts";
import { casesOf, structuralDirectionsLaw, structuralTransposesLaw } from "./laws/structural-transposes.ts";
import { lanes } from "./per-event.ts";

const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

stateLaw(transposesLaw(lanes), programKinds, runner);
stateLaw(
  directionsLaw(jsLane),
  programKinds.filter(({ mayKink }) => !mayKink),
  runner,
);

const cases = casesOf(structuralPrimitives);
const narrower = (["f64", "f64x2"] as const).map(wasmLaneOf);
stateLaw(structuralTransposesLaw([...lanes, ...narrower]), cases, runner);
stateLaw(structuralDirectionsLaw(jsLane), cases, runner);
