import { interpretSmall, outputOf, scalar } from "../backends/index.ts";
import { constant, type Program } from "../program/index.ts";
import { type Bindings, partOf, plainBindings } from "./bindings.ts";
import { eventsMatched } from "./matched.ts";
import { isResult } from "./results.ts";
import { lastOf, type Subscribable } from "./stream.ts";
import { type Explained, readsOf, type Trace } from "./trace.ts";

/** What became of the comparisons of a pipeline. */
export interface Explanation {
  readonly steps: readonly Explained[];
  /** The columns that are read of each source, by its name. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** In how many events a sum over items was matched by its moments, fill by fill. */
  readonly matched: number;
  /** The steps, and what is read, as lines of text. */
  readonly toString: () => string;
}

/** The number that a program for a width gives under bindings. */
export const widthIn = (program: Program, bindings: Bindings): number => {
  const env = interpretSmall(program, ({ source }) =>
    scalar(source.kind === "parameter" ? partOf(bindings, source.parameter, source.part) : Number.NaN),
  );
  return outputOf(env, program.outputs[0] ?? constant(Number.NaN))[0] ?? Number.NaN;
};

const tracesIn = (emitted: unknown): readonly Trace[] => {
  if (isResult(emitted)) return [emitted.trace];
  return typeof emitted === "object" && emitted !== null ? Object.values(emitted).flatMap(tracesIn) : [];
};

const meaningOf = ({ kind, treatment, width, choices }: Explained): string => {
  if (treatment === "hard" && kind === "order")
    return choices.length > 0 ? `hard order, though ${choices.join(", ")} may change it` : "hard order";
  if (treatment === "hard") return "hard";
  if (kind === "order") return `exact, noise ${width} on each key from ${choices.join(", ")}`;
  if (treatment === "matched") return "matched by moments where the ways are too many";
  const size = width === undefined ? "" : `, width ${typeof width === "number" ? Number(width.toPrecision(4)) : width}`;
  const from = choices.length > 0 ? ` from ${choices.join(", ")}` : "";
  return `${kind === "observable" ? "spread over bins" : "exact"}${size}${from}`;
};

const lineOf = (step: Explained): string => `${step.stage}: ${step.text.replaceAll(/\s+/g, " ")} -> ${meaningOf(step)}`;

const readLine = ([source, columns]: readonly [string, readonly string[]]): string =>
  `read of ${source}: ${columns.join(", ") || "no column"}`;

/**
 * Names every comparison, observable and order of a differentiable pipeline, what became of it, and its width, and the
 * columns that are read of each source.
 * @param stream - a pipeline of the differentiable flavour; it is run once, and again where events may be matched
 * @throws E_CANCELLED if the signal aborts, and what the stream throws
 * @example
 * String(await explain(yields)); // filter, stage 1: ev.met > cut -> exact, width 2 from met cut
 */
export const explain = async (
  stream: Subscribable<unknown>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Explanation> => {
  const emitted = await lastOf(stream, { ...plainBindings, mode: "value" }, options.signal);
  const traces = tracesIn(emitted);
  const all = traces.flatMap((trace) => (trace.kind === "diff" ? trace.explained : []));
  const steps = [...new Map(all.map((step) => [lineOf(step), step])).values()];
  const reads = readsOf(traces);
  const isMatched = steps.some(({ treatment }) => treatment === "matched");
  const matched = isMatched ? await eventsMatched(stream, options.signal) : 0;
  const counted = isMatched ? [`matched by moments: ${matched} events`] : [];
  const lines = [...steps.map(lineOf), ...counted, ...[...reads].map(readLine)];
  return { steps, reads, matched, toString: () => lines.join("\n") };
};
