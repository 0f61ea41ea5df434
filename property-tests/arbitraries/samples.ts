import type { RecordColumn } from "../../core/columns/index.ts";
import { recordOfShape } from "./columns.ts";
import { eventShape } from "./events.ts";

/** Numbers between 0 and 1 that a seed gives: mulberry32. */
export const uniforms = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Standard normal numbers from uniform ones, by Box and Muller. */
export const normals = (uniform: () => number): (() => number) => {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
};

/** Many events of the test shape with ordinary numbers, some lists empty, a few numbers NaN, and missing if wanted. */
export const sampleColumns = (size: number, seed: number, nulls = false): RecordColumn => {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const number = (): number | null => {
    const u = uniform();
    return u < 0.01 && nulls ? null : u < 0.02 ? Number.NaN : 1.5 * normal();
  };
  const muon = () => ({ pt: number(), eta: normal(), charge: uniform() < 0.5 ? -1 : 1, good: uniform() < 0.5 });
  const list = <T>(item: () => T): readonly T[] => Array.from({ length: Math.floor(4 * uniform()) }, item);
  const events = Array.from({ length: size }, (_, id) => ({
    id,
    met: number(),
    ht: number(),
    flag: uniform() < 0.5,
    muon: list(muon),
    jet: list(() => ({ pt: normal(), track: list(normal) })),
  }));
  return recordOfShape(eventShape, events, { number: 1e9 });
};
