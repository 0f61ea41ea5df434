import { type Batch, type Stage, schemaOf, showSchema } from "../columns/index.ts";
import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import { type Branch, elaboratePipeline, type LambdaStage } from "../transforms/index.ts";
import type { Bindings, Mode } from "./bindings.ts";
import { type Compiled, cotangentName, type Flavour, type Gradients } from "./compiled.ts";
import { widthIn } from "./explain.ts";
import { placesOf, type Result } from "./results.ts";
import type { Run } from "./runner.ts";
import type { Cotangents, Explained, Pullable, Slopes, Trace } from "./trace.ts";

/** A set of sinks that one pass over a stream fills. */
export interface Fills {
  readonly flavour: Flavour;
  readonly branches: ReadonlyMap<string, Branch>;
  readonly mode: Mode | undefined;
}

/** Up to so many parameters tangents ride along; above, a second pass backwards is cheaper. */
const mostForward = 16;

/** Reads a stream again from the start and hands each batch on. */
export type Replay = (each: (batch: Batch) => void) => Promise<void>;

/** A pass of fills over a stream. */
export interface FillRun {
  add(batch: Batch): void;
  finish(replay: Replay): ReadonlyMap<string, Result>;
}

const numeric = (edge: Branch["sink"]["edges"][number], bindings: Bindings): number => {
  if (typeof edge === "number") return edge;
  const parameter = edge.kind === "held" ? edge.parameter : edge;
  return bindings.values.get(parameter) ?? parameter.value;
};

const checkNames = ({ parameters }: Gradients): void => {
  const names = new Map<string, Parameter>();
  for (const parameter of parameters) {
    const other = names.get(parameter.name);
    if (other && other !== parameter)
      throw fail("E_BINDING", {
        what: `two parameters are called ${JSON.stringify(parameter.name)}: ${other.value} and ${parameter.value}`,
        cure: "make the parameter once and hand the same object to every stage",
      });
    names.set(parameter.name, parameter);
  }
};

const checksumOf = (batch: Batch): number => {
  let sum = 0;
  const visit = (column: Batch["columns"] | Parameters<typeof schemaOf>[0]): void => {
    if (column.kind === "record") for (const field of column.fields.values()) visit(field);
    else if (column.kind === "list") {
      for (const offset of column.offsets) sum = (Math.imul(sum, 31) + offset) | 0;
      visit(column.item);
    } else {
      const { values } = column;
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (let i = 0; i < bytes.length; i += 7) sum = (Math.imul(sum, 31) + (bytes[i] ?? 0)) | 0;
    }
  };
  visit(batch.columns);
  return sum;
};

const compileCache = new WeakMap<Fills, WeakMap<readonly Stage[], Map<string, Compiled>>>();

const hardStage = (fills: Fills, stages: readonly Stage[]): Stage | undefined =>
  [...stages, ...[...fills.branches.values()].flatMap((branch) => branch.stages)].find(
    ({ flavour }) => flavour === "hard",
  );

const keyOfMeaning = ({ meaning }: Bindings): string =>
  meaning?.kind === "contrast" ? `contrast ${meaning.step} ${meaning.parameter.name}` : (meaning?.kind ?? "");

const flavourOf = (fills: Fills, batch: Batch, { meaning }: Bindings, hard: Flavour): Flavour => {
  if (hardStage(fills, batch.stages)) return hard;
  return (meaning && fills.flavour.under?.(meaning)) ?? fills.flavour;
};

const compiledFor = (fills: Fills, batch: Batch, bindings: Bindings, hard: Flavour): Compiled => {
  const schema = schemaOf(batch.columns);
  const key = `${showSchema(schema)} ${keyOfMeaning(bindings)}`;
  const perStages = compileCache.get(fills) ?? new WeakMap<readonly Stage[], Map<string, Compiled>>();
  compileCache.set(fills, perStages);
  const perSchema = perStages.get(batch.stages) ?? new Map<string, Compiled>();
  perStages.set(batch.stages, perSchema);
  const known = perSchema.get(key);
  if (known) return known;
  const flavour = flavourOf(fills, batch, bindings, hard);
  const compiled = flavour.compile(
    elaboratePipeline(
      schema,
      batch.stages as readonly LambdaStage[],
      [...fills.branches.values()],
      batch.source.members?.(),
    ),
  );
  if (compiled.gradients) checkNames(compiled.gradients);
  perSchema.set(key, compiled);
  return compiled;
};

interface Part {
  readonly compiled: Compiled;
  readonly run: Run;
  /** The parameters whose tangents follow the outputs. */
  readonly tangents: readonly Parameter[] | undefined;
}

const modeOf = (fills: Fills, bindings: Bindings, { gradients }: Compiled): Mode => {
  if (!gradients || gradients.parameters.length === 0) return "value";
  return bindings.mode ?? fills.mode ?? (gradients.parameters.length <= mostForward ? "forward" : "reverse");
};

const plus = (a: Float64Array | undefined, x: Float64Array | undefined, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => (a?.[i] ?? 0) + (x?.[i] ?? 0));

const sizesOf = (fills: Fills): readonly number[] =>
  [...fills.branches.values()].flatMap(({ sink }) => {
    const n = sink.kind === "histogram" ? sink.edges.length + 1 : 1;
    return [n, n, 1, 1];
  });

const lostOf = ({ edges }: Branch["sink"]): readonly string[] => [
  "entries",
  "skipped",
  ...(edges.some((edge) => typeof edge === "object" && edge.kind !== "held") ? ["edges"] : []),
];

const explainedOf = (parts: readonly Part[], bindings: Bindings): readonly Explained[] =>
  (parts[0]?.compiled.treatments ?? []).map(({ kind, treatment, label, text, width, choices }) => ({
    kind,
    treatment,
    stage: label,
    text,
    width: width === undefined || width === "per event" ? width : widthIn(width, bindings),
    choices: choices.map(({ name }) => name),
  }));

const wantedOf = (wanted: ReadonlySet<Parameter>, parts: readonly Part[]): void => {
  for (const { compiled } of parts)
    for (const parameter of wanted) {
      const obstacle = compiled.gradients?.obstacles.get(parameter);
      if (obstacle) throw obstacle;
    }
};

/** Starts a pass of fills; the first batch tells the schema. */
export const startFills = (fills: Fills, bindings: Bindings, hard: Flavour): FillRun => {
  const parts = new Map<Compiled, Part>();
  const order: Part[] = [];
  let stage: string | undefined;
  let shape: string | undefined;
  let [events, checksum, wantsReplay] = [0, 0, false];
  const sizes = sizesOf(fills);

  const partFor = (batch: Batch): Part => {
    const compiled = compiledFor(fills, batch, bindings, hard);
    const known = parts.get(compiled);
    if (known) return known;
    const plain = showSchema(schemaOf(batch.columns)).replaceAll("?", "");
    if (shape !== undefined && shape !== plain)
      throw fail("E_SCHEMA", { what: "two batches of one stream have different columns", where: `${shape}\n${plain}` });
    shape = plain;
    stage ??= hardStage(fills, batch.stages)?.operator;
    const mode = modeOf(fills, bindings, compiled);
    if (mode === "reverse") {
      if (!batch.source.replayable)
        throw fail("E_REPLAY", {
          what: `a reverse pass needs the events of ${batch.source.name} twice, and this source can be read once only`,
          cure: 'the option { mode: "forward" }, or a source that can be opened again',
        });
      wantsReplay = true;
    }
    const forward = mode === "forward" ? compiled.gradients?.forward() : undefined;
    const part: Part = { compiled, run: (forward?.run ?? compiled.value)(bindings), tangents: forward?.parameters };
    parts.set(compiled, part);
    order.push(part);
    return part;
  };

  const forwardSlopes = (outputs: readonly (readonly Float64Array[])[], cotangents: Cotangents): Slopes => {
    const slopes = new Map<Parameter, number>();
    order.forEach(({ tangents }, p) => {
      tangents?.forEach((parameter, t) => {
        let slope = 0;
        for (const [k, cotangent] of cotangents) {
          const tangent = outputs[p]?.[sizes.length * (t + 1) + k];
          cotangent.forEach((c, i) => {
            if (c !== 0) slope += c * (tangent?.[i] ?? 0);
          });
        }
        slopes.set(parameter, (slopes.get(parameter) ?? 0) + slope);
      });
    });
    return slopes;
  };

  const reverseSlopes = async (cotangents: Cotangents, replay: Replay): Promise<Slopes> => {
    const used = [...cotangents.keys()].sort((a, b) => a - b);
    const given = new Map([...cotangents].map(([k, values]) => [cotangentName(k), values]));
    const runs = new Map<Compiled, { readonly run: Run; readonly parameters: readonly Parameter[] }>();
    let [seen, check] = [0, 0];
    await replay((batch) => {
      const compiled = compiledFor(fills, batch, bindings, hard);
      const made = runs.get(compiled) ?? start(compiled);
      if (!made) return;
      runs.set(compiled, made);
      made.run.add(batch);
      seen += batch.size;
      check = (check + checksumOf(batch)) | 0;
    });
    function start(compiled: Compiled): { readonly run: Run; readonly parameters: readonly Parameter[] } | undefined {
      const reverse = compiled.gradients?.reverse(used);
      return reverse && { run: reverse.run(bindings, given), parameters: reverse.parameters };
    }
    if (seen !== events || (wantsReplay && check !== checksum))
      throw fail("E_REPLAY", {
        what: `the source differs when read again: ${events} events before, ${seen} now`,
        cure: "keep the batches, or read a source that does not change",
      });
    const slopes = new Map<Parameter, number>();
    for (const { run, parameters } of runs.values()) {
      const outputs = run.finish();
      for (const [k, parameter] of parameters.entries())
        slopes.set(parameter, (slopes.get(parameter) ?? 0) + (outputs[k]?.[0] ?? 0));
    }
    return slopes;
  };

  return {
    add: (batch) => {
      partFor(batch).run.add(batch);
      events += batch.size;
      if (wantsReplay) checksum = (checksum + checksumOf(batch)) | 0;
    },
    finish: (replay) => {
      const outputs = order.map(({ run }) => run.finish());
      const total = sizes.map((size, k) =>
        outputs.reduce<Float64Array>((sum, part) => plus(sum, part[k], size), new Float64Array(size)),
      );
      const pullable: Pullable = {
        sizes,
        pullback: async (cotangents, wanted) => {
          wantedOf(wanted, order);
          const isForward = order.every(({ tangents }) => tangents !== undefined);
          return isForward ? forwardSlopes(outputs, cotangents) : reverseSlopes(cotangents, replay);
        },
      };
      const explained = explainedOf(order, bindings);
      const isHard = fills.flavour.name === "hard" || stage !== undefined || bindings.meaning !== undefined;
      const results = [...fills.branches].map(([name, { sink }], k): [string, Result] => {
        const trace = (kind: Result["kind"]): Trace =>
          isHard
            ? { kind: "hard", stage: stage ?? sink.operator }
            : {
                kind: "diff",
                pullable,
                places: placesOf(kind, sink.edges.length - 1, k),
                lost: lostOf(sink),
                explained,
              };
        const [contents, variances, entries, skipped] = total.slice(4 * k, 4 * k + 4);
        const counts = { entries: entries?.[0] ?? 0, skipped: skipped?.[0] ?? 0 };
        if (sink.kind !== "histogram")
          return [
            name,
            {
              kind: "scalar",
              value: contents?.[0] ?? 0,
              variance: variances?.[0] ?? 0,
              ...counts,
              trace: trace("scalar"),
            },
          ];
        const bins = sink.edges.length - 1;
        return [
          name,
          {
            kind: "histogram",
            edges: Float64Array.from(sink.edges, (edge) => numeric(edge, bindings)),
            values: contents?.slice(1, bins + 1) ?? new Float64Array(bins),
            variances: variances?.slice(1, bins + 1) ?? new Float64Array(bins),
            underflow: contents?.[0] ?? 0,
            overflow: contents?.[bins + 1] ?? 0,
            ...counts,
            trace: trace("histogram"),
          },
        ];
      });
      return new Map(results);
    },
  };
};
