import { linspace } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import type { Analysis, Layer, Point, Regions } from "./analysis.ts";
import { pairs } from "./pairs.ts";
import type { Thresholds } from "./thresholds.ts";

/** Contents of bins by layer, and the window: what one panel of a picture shows. */
export interface Spectrum {
  readonly edges: readonly number[];
  readonly layers: Readonly<Record<string, readonly number[]>>;
  readonly window: readonly [number, number];
  readonly sidebands: readonly (readonly [number, number])[];
  readonly cut: number;
}

/** Masses of the odd events at a point, cut and scale applied, by the hard analysis. */
export const spectrumAt = async <R extends Regions>(
  { thresholds, picture }: Analysis<R>,
  at: Point,
): Promise<Spectrum> => {
  const numberOf = (name: keyof Thresholds): number => at[thresholds[name].name] ?? thresholds[name].value;
  const [cut, scale] = [numberOf("cut"), numberOf("scale")];
  const edges = linspace(...picture.range, picture.bins + 1);
  const contents = async ({ events, perEvent }: Layer): Promise<readonly number[]> => {
    const { values } = await lastValueFrom(
      pairs(hard)(events).pipe(
        hard.filter((pair, { cut }) => pair.pt > cut, { cut }),
        hard.histogram((pair, { scale }) => scale * pair.m, { scale }, { edges }),
      ),
    );
    return Array.from(values, (n) => n * perEvent);
  };
  const layers: [string, readonly number[]][] = [];
  for (const [name, layer] of Object.entries(picture.layers)) layers.push([name, await contents(layer)]);
  return {
    edges,
    layers: Object.fromEntries(layers),
    window: [numberOf("low"), numberOf("high")],
    sidebands: picture.sidebands,
    cut,
  };
};
