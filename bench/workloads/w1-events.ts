import type { RecordColumn } from "jagrad/core";
import { randomFrom } from "../queries/random.ts";
import { numbers, record } from "./columns.ts";
import { gauss } from "./spectrum.ts";

export interface FlatEvent {
  readonly met: number;
  readonly mass: number;
  readonly weight: number;
}

export interface FlatEvents {
  readonly met: Float64Array;
  readonly mass: Float64Array;
  readonly weight: Float64Array;
  readonly columns: RecordColumn;
}

/** The events of W1. */
export const flatEvents = (events: number): FlatEvents => {
  const random = randomFrom(1);
  const [met, mass, weight] = [new Float64Array(events), new Float64Array(events), new Float64Array(events)];
  for (let i = 0; i < events; i++) {
    met[i] = -40 * Math.log(1 - random());
    mass[i] = random() < 0.4 ? 91.2 + 2.5 * gauss(random) : 40 + 100 * random();
    weight[i] = 0.5 + random();
  }
  const columns = record({ met: numbers(met), mass: numbers(mass), weight: numbers(weight) });
  return { met, mass, weight, columns };
};
