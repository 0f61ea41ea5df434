import { test } from "vitest";
import { jsLane } from "../core/backends/index.ts";
import { structuralPrimitives } from "./arbitraries/structural-cases.ts";
import { stateLaw } from "./law.ts";
import { directionsLaw, programKinds, transposesLaw } from "./laws/random-transposes.ts";
import { casesOf, structuralDirectionsLaw, structuralTransposesLaw } from "./laws/structural-transposes.ts";
import { lanes } from "./per-event.ts";

stateLaw(transposesLaw(lanes), programKinds, { test });
stateLaw(
  directionsLaw(jsLane),
  programKinds.filter(({ mayKink }) => !mayKink),
  { test },
);

const cases = casesOf(structuralPrimitives);
stateLaw(structuralTransposesLaw(lanes), cases, { test });
stateLaw(structuralDirectionsLaw(jsLane), cases, { test });
