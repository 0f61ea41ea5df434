import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { stderr, stdout } from "node:process";
import type { Analysis, Point, Regions } from "./analysis.ts";
import { jsonLine } from "./json-line.ts";
import type { Panel } from "./panel.ts";
import { progressOn } from "./progress.ts";
import { beforeAfter, searchLines, undecided } from "./report.ts";
import { spectrumAt } from "./spectrum.ts";
import { spectrumSvg } from "./spectrum-svg.ts";
import { type Study, study } from "./study.ts";

const picture = "out/dimuon-spectrum.svg";

const drawn = async <R extends Regions>(analysis: Analysis<R>, { before, best, judged }: Study): Promise<string> => {
  const panel = async (title: string, at: Point, significance: number): Promise<Panel> => {
    const spectrum = await spectrumAt(analysis, at);
    const [low, high] = spectrum.window.map((m) => m.toFixed(1));
    const cut = spectrum.cut > 0 ? `muon pt > ${spectrum.cut.toFixed(1)} GeV, ` : "";
    return { title, subtitle: `${cut}window ${low} to ${high} GeV, significance ${significance.toFixed(2)}`, spectrum };
  };
  const panels = [
    await panel("before", before, judged.before.significance),
    await panel("after", best.at, judged.after.significance),
  ];
  return spectrumSvg(panels, "events that took no part in the optimisation");
};

export interface Presented {
  readonly events: number;
  readonly json: boolean;
  /** Lines that come before the result. */
  readonly opening: readonly string[];
}

const write = (...lines: readonly string[]): void => {
  stdout.write(`${lines.join("\n")}\n`);
};

/** Optimises an analysis, draws it, and says what came of it. */
export const present = async <R extends Regions>(
  analysis: Analysis<R>,
  { events, json, opening }: Presented,
): Promise<void> => {
  if (!json) write(...opening, "");
  const found = await study(analysis, progressOn(stderr, !json));
  await mkdir(dirname(picture), { recursive: true });
  await writeFile(picture, await drawn(analysis, found));
  const seconds = Math.round(performance.now()) / 1000;
  if (json) {
    write(jsonLine(analysis, found, events, seconds));
    return;
  }
  write(
    "Significance, tuned on even events",
    ...searchLines(analysis, found),
    "",
    "Hard analysis of the odd events",
    beforeAfter(analysis, found),
    "",
    "Changes for the step named, on the odd events, by derivatives and by the hard analysis",
    ...String(found.diagnosis)
      .split("\n")
      .map((line) => `  ${line}`),
    ...undecided(found),
    `  derivatives and differences at frozen widths agree to ${found.gradientCheck.maxRelativeError.toExponential(1)}`,
    "",
    `${picture}, ${seconds.toFixed(1)} s in all`,
  );
};
