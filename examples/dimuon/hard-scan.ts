import { linspace, valueAt } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { scan } from "jagrad/plugins/optimizers";
import type { Analysis, Point, Regions } from "./analysis.ts";

/** The best place along one parameter. */
export interface Scanned {
  readonly name: string;
  readonly at: number;
  readonly significance: number;
}

/** Points of a scan, all parameters together. */
export const scanPoints = 200;

/** Where not one event of background is left, the sample cannot tell the significance. */
const finite = (significance: number): number => (Number.isFinite(significance) ? significance : 0);

/** The hard figure of merit of the even events along each parameter through a point, from limit to limit. */
export const hardScan = async <R extends Regions>(
  { parameters, regions, figure }: Analysis<R>,
  through: Point,
  onStep: (done: number) => void = () => undefined,
): Promise<readonly Scanned[]> => {
  const merit = regions(hard, "even").pipe(figure);
  const all = Object.entries(parameters);
  const found: Scanned[] = [];
  let done = 0;
  for (const [k, [name, { limits: [low, high] = [0, 1] }]] of all.entries()) {
    const points = Math.floor((scanPoints + k) / all.length);
    const best = await scan(
      async (at) => finite(await valueAt(merit, parameters, { at: { ...through, ...at } })),
      [{ name, values: linspace(low, high, points) }],
      { sense: "maximise", onStep: () => onStep(++done) },
    );
    found.push({ name, at: best.parameters[name] ?? Number.NaN, significance: best.value });
  }
  return found;
};
