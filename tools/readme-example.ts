import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./shell.ts";

export const readme = readFileSync(join(root, "README.md"), "utf8");

/** The example of the README, as it stands there. */
export const readmeExample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

const eventsOf = (mass: (k: number) => number) =>
  Array.from({ length: 400 }, (_, k) => {
    const pt = 10 + ((k * 7) % 50);
    const phi = Math.acos(Math.max(-1, 1 - mass(k) ** 2 / (2 * pt * 50)));
    return {
      muon: [
        { pt, eta: 0, phi: 0, charge: 1 },
        { pt: 50, eta: 0, phi, charge: k % 5 === 0 ? 1 : -1 },
      ],
    };
  });

/** Events for the two files that the example reads. */
export const readmeEvents = { signal: eventsOf(() => 85), background: eventsOf((k) => 60 + (k % 60)) };
