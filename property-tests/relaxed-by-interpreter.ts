import type { Lane } from "../core/backends/index.ts";
import type { Batch, Schema } from "../core/columns/index.ts";
import { elaboratePipeline, type LambdaStage, relax, type Sink } from "../core/transforms/index.ts";
import { functionOf } from "./arbitraries/functions.ts";
import { type NoisyPipeline, noisyEdges, noisyScope, plainText } from "./arbitraries/noisy.ts";
import { runProgram } from "./run-program.ts";

/** The relaxed contents of a pipeline without its operators: elaborated, relaxed and run on one lane. */
export const relaxedByInterpreter = (
  { steps, sink }: NoisyPipeline,
  schema: Schema,
  events: Batch,
  lane: Lane,
): readonly number[] => {
  const stages = steps.map(
    ({ kind, body }): LambdaStage => ({
      kind,
      operator: kind,
      flavour: "diff",
      f: functionOf(plainText(body)),
      scope: noisyScope(),
      options: {},
    }),
  );
  const made: Sink = {
    kind: sink.kind,
    operator: sink.kind,
    f: sink.kind === "count" ? undefined : functionOf(plainText(sink.body)),
    scope: noisyScope(),
    edges: noisyEdges(sink.edges),
    bandwidth: sink.bandwidth,
    ...(sink.axes && { axes: sink.axes.map(({ edges, bandwidth }) => ({ edges: noisyEdges(edges), bandwidth })) }),
    width: undefined,
    step: undefined,
  };
  const { b, fills } = elaboratePipeline(schema, stages, [{ stages: [], sink: made }]);
  return fills.flatMap((fill) => {
    const { contents } = relax(b, fill).collected;
    const rows = { columns: events.columns, from: 0, to: events.size, first: events.first };
    const [values] = runProgram(b.program([contents]), lane, rows, ({ source }) =>
      source.kind === "parameter" && source.parameter.kind === "choice"
        ? source.part === "width"
          ? (source.parameter.width ?? 0)
          : source.parameter.value
        : undefined,
    );
    return [...(values ?? [])];
  });
};
