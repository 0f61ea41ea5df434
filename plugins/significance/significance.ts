import type { OperatorFunction } from "rxjs";
import { fail, isResult, type Result, type Scalar, stopGradient } from "../../core/index.ts";
import { objectiveBy } from "../../ops/index.ts";
import { asimov, asimovWithUncertainty } from "./formulas.ts";

/** Expected signal and background, and the background with a nuisance shifted up and down. */
export interface Yields<R extends Result = Result> {
  readonly signal: R;
  readonly background: R;
  readonly up?: R;
  readonly down?: R;
}

export interface SignificanceOptions {
  /** The uncertainty of the background in each bin relative to it, besides that of the sample it was counted in. */
  readonly relative?: number;
  /** False for a background known exactly; true if not given. */
  readonly uncertainty?: boolean;
}

const scope = { asimov, asimovWithUncertainty, stopGradient };

type Scope = typeof scope & { readonly relative: number };

/** Members of results by bin; a scalar is one bin. */
interface Bins {
  readonly values: readonly number[];
  readonly variances: readonly number[];
}

interface Binned {
  readonly signal: Bins;
  readonly background: Bins;
  readonly up: Bins;
  readonly down: Bins;
}

interface Counted {
  readonly signal: Scalar;
  readonly background: Scalar;
  readonly up: Scalar;
  readonly down: Scalar;
}

const lambdas = {
  histogram: {
    known: ({ signal, background }: Binned, { asimov, stopGradient }: Scope): number => {
      const q = signal.values.map((s, k) => asimov(s, background.values[k] ?? 0)).reduce((sum, x) => sum + x, 0);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
    uncertain: ({ signal, background }: Binned, { asimovWithUncertainty, stopGradient, relative }: Scope): number => {
      const q = signal.values
        .map((s, k) => {
          const b = background.values[k] ?? 0;
          const v = (background.variances[k] ?? 0) + (relative * b) ** 2;
          return asimovWithUncertainty(s, b, v);
        })
        .reduce((sum, x) => sum + x, 0);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
    shifted: (
      { signal, background, up, down }: Binned,
      { asimovWithUncertainty, stopGradient, relative }: Scope,
    ): number => {
      const q = signal.values
        .map((s, k) => {
          const b = background.values[k] ?? 0;
          const shift = ((up.values[k] ?? 0) - (down.values[k] ?? 0)) / 2;
          const v = (background.variances[k] ?? 0) + (relative * b) ** 2 + shift * shift;
          return asimovWithUncertainty(s, b, v);
        })
        .reduce((sum, x) => sum + x, 0);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
  },
  scalar: {
    known: ({ signal, background }: Counted, { asimov, stopGradient }: Scope): number => {
      const q = asimov(signal.value, background.value);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
    uncertain: ({ signal, background }: Counted, { asimovWithUncertainty, stopGradient, relative }: Scope): number => {
      const v = background.variance + (relative * background.value) ** 2;
      const q = asimovWithUncertainty(signal.value, background.value, v);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
    shifted: (
      { signal, background, up, down }: Counted,
      { asimovWithUncertainty, stopGradient, relative }: Scope,
    ): number => {
      const shift = (up.value - down.value) / 2;
      const v = background.variance + (relative * background.value) ** 2 + shift * shift;
      const q = asimovWithUncertainty(signal.value, background.value, v);
      return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
    },
  },
} as const;

const checkBins = (yields: readonly Result[]): void => {
  const shapes = new Set(yields.map((y) => (y.kind === "scalar" ? "a number" : `${y.values.length} bins`)));
  if (shapes.size > 1)
    throw fail("E_SHAPE", {
      what: `signal and background differ in shape: ${[...shapes].join(" and ")}`,
      where: "significance",
    });
};

/**
 * The expected discovery significance of signal over background, as a standard normal deviate; bins are combined.
 * The variance of the background is that of the sample it was counted in, plus `relative` squared, plus the square of
 * half the difference between `up` and `down` where these are given.
 * @throws E_TYPE if the stream emits no signal and background, E_SHAPE if their bins differ
 * @source arXiv:1007.1727 eq. 97; G. Cowan, Discovery sensitivity for a counting experiment with background uncertainty (2012)
 * @example
 * forkJoin({ signal: select(a), background: select(b) }).pipe(significance({ relative: 0.1 }))
 */
export const significance = (options: SignificanceOptions = {}): OperatorFunction<Yields, Scalar> => {
  const { relative = 0, uncertainty = true } = options;
  return objectiveBy((emitted) => {
    const { signal, background, up, down } = emitted;
    if (!isResult(signal) || !isResult(background))
      throw fail("E_TYPE", {
        what: "significance needs { signal, background }",
        cure: "forkJoin({ signal: ..., background: ... }).pipe(significance())",
      });
    checkBins([signal, background, up, down].filter((y) => y !== undefined));
    const kind = !uncertainty ? "known" : up && down ? "shifted" : "uncertain";
    return { f: lambdas[signal.kind === "scalar" ? "scalar" : "histogram"][kind], scope: { ...scope, relative } };
  }, "significance");
};
