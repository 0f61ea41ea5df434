import { built } from "../native/build.ts";
import { variants } from "../native/variants.ts";
import { timed } from "./clock.ts";
import type { Absent, Contestant, Numbers } from "./contest.ts";

/** What a kernel in C is called with. */
export interface Call {
  readonly inputs: readonly ArrayBufferView[];
  /** The numbers after the first, which says whether derivatives are wanted. */
  readonly numbers: readonly number[];
  /** How many numbers the kernel adds up. */
  readonly sums: number;
  readonly read: (sums: Float64Array) => Numbers;
}

/** So many numbers more than a column has are read by kernels. */
const padding = 16;

/** A column with room behind it for whole vectors. */
export const padded = (values: Float64Array): Float64Array => {
  const longer = new Float64Array(values.length + padding);
  longer.set(values);
  return longer;
};

/** A kernel in C, for each width of vectors that the processor has. */
export const nativeContestants = (
  name: string,
  text: string,
  events: number,
  { inputs, numbers, sums, read }: Call,
): readonly (Contestant | Absent)[] =>
  variants.map((variant) => {
    const native = built(name, text, variant);
    if ("absent" in native) return { name: variant.name, absent: native.absent };
    const out = new Float64Array(sums);
    const call = (derivatives: 0 | 1): Numbers => {
      out.fill(0);
      native.run([...inputs, out], [derivatives, ...numbers]);
      return read(out);
    };
    return {
      name: variant.name,
      events,
      tolerance: 1e-8,
      gradient: timed(() => call(1)),
      value: timed(() => call(0).slice(0, 1)),
    };
  });

const [bins, guard, stride] = [30, 8, 48];

/** How many numbers a spectrum and its derivatives take in a kernel. */
export const spectrumSums = (parameters: number): number => (parameters + 1) * stride;

/** The objective and its derivatives, of the spectra that a kernel filled. */
export const spectraIn =
  (weighed: (bins: Float64Array) => number) =>
  (sums: Float64Array): Numbers =>
    Array.from({ length: sums.length / stride }, (_, k) =>
      weighed(sums.subarray(k * stride + guard, k * stride + guard + bins)),
    );
