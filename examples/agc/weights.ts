import type { Process } from "./process.ts";
import type { Ops, Selected } from "./selection.ts";
import { nuisances, tagNames, tagSlope, wScaleChange, wScaleName } from "./systematics.ts";

const normalised =
  ({ weight }: Ops, { name, perEvent }: Process) =>
  (events: Selected): Selected =>
    events.pipe(
      weight(
        {
          luminosity: (_ev, { luminosity, perEvent }) => luminosity * perEvent,
          [wScaleName]: {
            nominal: () => 1,
            up: (_ev, { change }) => 1 + change,
            down: (_ev, { change }) => 1 - change,
          },
        },
        { luminosity: nuisances.luminosity, perEvent, change: name === "wjets" ? wScaleChange : 0 },
      ),
    );

const tagged =
  ({ weight }: Ops, name: string, k: number) =>
  (events: Selected): Selected =>
    events.pipe(
      weight(
        {
          [name]: {
            nominal: () => 1,
            up: (ev, { k, slope }) => 1 + slope * ev.jets.at(k).pt,
            down: (ev, { k, slope }) => 1 - slope * ev.jets.at(k).pt,
          },
        },
        { k, slope: tagSlope },
      ),
    );

/** Events with the weight of their process, and with weights that can be varied by name. */
export const weighted =
  (ops: Ops, process: Process) =>
  (events: Selected): Selected =>
    tagNames.reduce((stream, name, k) => tagged(ops, name, k)(stream), normalised(ops, process)(events));
