import { fail } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import type { Analysis } from "./analysis.ts";
import type { WindowRegions } from "./z-window.ts";

/**
 * Checks that a file can say something about its background and its peak.
 * @throws E_LIMIT where a half of it has no pair in the sidebands, or none in the window
 */
export const checkSidebands = async ({ regions }: Analysis<WindowRegions>, path: string): Promise<void> => {
  for (const half of ["even", "odd"] as const) {
    const { window, background } = await lastValueFrom(regions(hard, half));
    if (window.entries > 0 && background.entries > 0) continue;
    const where = background.entries > 0 ? "window" : "sidebands, 60 to 75 and 107 to 120 GeV";
    throw fail("E_LIMIT", {
      what: `of the events with ${half} numbers no pair is in the ${where}: there is nothing to measure`,
      where: path,
      cure: "a file with more events",
    });
  }
};
