import fc from "fast-check";
import { lastValueFrom, toArray } from "rxjs";
import { type EventLane, interpreterEventLane, jsEventLane } from "../../core/backends/index.ts";
import { type Batch, type Column, rowOf, rowOfColumn, withStages } from "../../core/columns/index.ts";
import {
  diffRowFlavour,
  type EventColumns,
  evaluation,
  hardRowFlavour,
  type LambdaStage,
  plainBindings,
  valueAndGradient,
} from "../../core/index.ts";
import { cutInto } from "../arbitraries/batches.ts";
import { type EventOptions, testEventsArbitrary } from "../arbitraries/events.ts";
import { functionOf } from "../arbitraries/functions.ts";
import { lambdaScope } from "../arbitraries/lambda-scope.ts";
import { lambdaFrom } from "../arbitraries/lambdas.ts";
import type { Operators } from "../arbitraries/pipelines.ts";
import { type RowPipeline, rowParameters } from "../arbitraries/row-pipelines.ts";
import { sampleColumns } from "../arbitraries/samples.ts";
import { tapeArbitrary } from "../arbitraries/tape.ts";
import { streamOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { holdsFor } from "../sample.ts";
import { batchFrom } from "./kernels.ts";

/** A lambda that makes something of an event. */
export interface MapSubject {
  readonly name: string;
  /** Its text, or undefined for random ones. */
  readonly text: string | undefined;
  readonly events: EventOptions;
}

const lanes: readonly EventLane[] = [interpreterEventLane, jsEventLane];
const isGone = (value: unknown): boolean => value === undefined || value === null || Number.isNaN(Number(value));

/** The text of a value, by which rows are compared: what is missing is NaN as JavaScript has it. */
const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${Array.from({ length: value.length }, (_, k) => textOf(value[k])).join(", ")}]`;
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    return `{${Object.keys(value)
      .map((name) => `${name}: ${textOf(Reflect.get(value, name))}`)
      .join(", ")}}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" || isGone(value)) return "NaN";
  return Object.is(Number(value), -0) ? "-0" : String(Number(value));
};

const stage = (kind: LambdaStage["kind"], f: object): LambdaStage => ({
  kind,
  operator: kind,
  flavour: "hard",
  f,
  scope: lambdaScope,
  options: {},
});

const rowsOn = (lane: EventLane, batch: Batch, f: object): readonly string[] => {
  const keep = functionOf("(ev) => ev.flag");
  const evaluate = evaluation(hardRowFlavour, [], undefined, lane)(plainBindings);
  const { event, size } = evaluate(withStages(batch, [stage("filter", keep), stage("map", f)]));
  return Array.from({ length: size }, (_, i) => textOf(rowOfColumn(event, i)));
};

const wantedRows = (batch: Batch, f: (...inputs: unknown[]) => unknown): readonly string[] =>
  Array.from({ length: batch.size }, (_, i) => rowOf(batch, i))
    .filter((event) => Reflect.get(event as object, "flag") === true)
    .map((event) => textOf(f(event, lambdaScope)));

/** @throws where two texts differ */
const expectRows = (name: string, found: readonly string[], wanted: readonly string[]): void => {
  if (found.length !== wanted.length) throw new Error(`${name}: ${found.length} rows, not ${wanted.length}`);
  wanted.forEach((row, i) => {
    if (row !== found[i]) throw new Error(`${name}, row ${i}: ${found[i]}, not ${row}`);
  });
};

export const rowsLaw: Law<MapSubject> = {
  name: "rows",
  says: "the columns of what a map makes hold, row by row and on every lane, what its lambda gives as JavaScript",
  nameOf: ({ name }) => name,
  check: ({ name, text, events }, settings) => {
    const arbitrary = fc.record({ numbers: tapeArbitrary(60), events: testEventsArbitrary(events) });
    const sampling = { law: "rows", subject: name, arbitrary, samples: text === undefined ? 200 : 25 };
    holdsFor(sampling, settings, ({ numbers, events: some }) => {
      const written = text ?? lambdaFrom(numbers, !events.holes);
      const f = functionOf(written);
      const batch = batchFrom(some, { number: Number.NaN });
      const wanted = wantedRows(batch, f);
      for (const lane of lanes) expectRows(`${written} on ${lane.name}`, rowsOn(lane, batch, f), wanted);
    });
  },
};

/** A pipeline with the operators of a flavour. */
export interface RowSubject {
  readonly name: string;
  readonly flavour: "hard" | "diff";
  readonly pipeline: RowPipeline;
  readonly ops: Operators;
}

const numbers = (column: Column | undefined) => {
  if (column?.kind === "leaf") return column;
  throw new TypeError("x and weight are numbers");
};

/** A sum, and the sum of the absolute values of its terms. */
interface Total {
  value: number;
  size: number;
}

/** What columns add up to, and their tangents by parameter: weight times `x`, where that is a number. */
const addUp = (parts: readonly EventColumns[]) => {
  const total: Total = { value: 0, size: 0 };
  const slopes = new Map<string, Total>();
  let rows = 0;
  const add = (to: Total, term: number): void => {
    to.value += term;
    to.size += Math.abs(term);
  };
  for (const { columns, size, parameters } of parts) {
    const [x, weight] = [numbers(columns.fields.get("x")), numbers(columns.fields.get("weight"))];
    rows += size;
    for (let i = 0; i < size; i++) {
      const value = rowOfColumn(x, i);
      if (typeof value !== "number" || Number.isNaN(value)) continue;
      const w = Number(weight.values[i]);
      add(total, w * value);
      parameters.forEach(({ name }, t) => {
        const slope = slopes.get(name) ?? { value: 0, size: 0 };
        slopes.set(name, slope);
        add(slope, (weight.tangent?.[t]?.[i] ?? 0) * value);
        add(slope, w * (x.tangent?.[t]?.[i] ?? 0));
      });
    }
  }
  return { total, slopes, rows };
};

/** Each term is a few roundings away from the one that the fill adds, and each addition rounds once more. */
const expectClose = (name: string, found: Total, wanted: number, rows: number): void => {
  const tolerance = (rows + 32) * Number.EPSILON * found.size;
  if (!(Math.abs(found.value - wanted) <= tolerance))
    throw new Error(`${name}: ${found.value}, not ${wanted} within ${tolerance}`);
};

const size = 3000;

export const columnSumsLaw: Law<RowSubject> = {
  name: "column sums",
  says: "weight times value, summed over the columns, is the sum that a fill collects; so are their tangents its slopes",
  nameOf: ({ name, flavour }) => `${name}, ${flavour}`,
  check: async ({ pipeline, ops, flavour }, { seed }) => {
    const events = streamOf(cutInto(sampleColumns(size, seed, true), size, [700, 0, 1]));
    const parts = await lastValueFrom(pipeline(events).pipe(ops.columns(), toArray()));
    const { total, slopes, rows } = addUp(parts);
    if (rows < 50) throw new Error(`only ${rows} rows`);
    const filled = pipeline(events).pipe(ops.sum((ev) => ev.x));
    if (flavour === "hard") {
      expectClose("sum", total, (await lastValueFrom(filled)).value, rows);
      if (slopes.size > 0) throw new Error("hard columns carry tangents");
      return;
    }
    const { value, gradient } = await valueAndGradient(filled, rowParameters);
    expectClose("sum", total, value, rows);
    for (const [name, wanted] of Object.entries(gradient))
      expectClose(`slope by ${name}`, slopes.get(name) ?? { value: 0, size: 0 }, wanted, rows);
  },
};

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Every buffer of a column by its path, as text. */
const buffersOf = (column: Column, path: string): readonly string[] => {
  const named = (name: string, view: ArrayBufferView | undefined): readonly string[] =>
    view ? [`${path} ${name}: ${bytesOf(view).join(" ")}`] : [];
  const own = named("validity", column.validity);
  if (column.kind === "record")
    return [...own, ...[...column.fields].flatMap(([name, field]) => buffersOf(field, `${path}.${name}`))];
  if (column.kind === "list")
    return [...own, ...named("offsets", column.offsets), ...buffersOf(column.item, `${path}[]`)];
  const tangents = (column.tangent ?? []).flatMap((tangent, t) => named(`tangent ${t}`, tangent));
  return [...own, ...named(column.dtype, column.values), ...tangents];
};

const rowFlavours = { hard: hardRowFlavour, diff: diffRowFlavour } as const;

export const eventLanesLaw: Law<RowSubject> = {
  name: "event lanes",
  says: "the columns of events and their tangents are the same bits on every lane, however the stream was cut",
  nameOf: ({ name, flavour }) => `${name}, ${flavour}`,
  check: async ({ pipeline, flavour }, { seed }) => {
    const columns = sampleColumns(300, seed, true);
    const staged = (cuts: readonly number[]): Promise<readonly Batch[]> =>
      lastValueFrom(pipeline(streamOf(cutInto(columns, 300, cuts))).pipe(toArray()));
    const [whole] = await staged([]);
    if (!whole) throw new TypeError("there is a batch");
    const on = (lane: EventLane) => evaluation(rowFlavours[flavour], undefined, undefined, lane)(plainBindings);
    const [reference, ...others] = lanes.map((lane) => {
      const { event, weight } = on(lane)(whole);
      return [...buffersOf(event, "event"), ...buffersOf(weight, "weight")];
    });
    for (const other of others) expectRows("buffers", other, reference ?? []);
    const evaluated = on(jsEventLane);
    const pieces = (await staged([1, 0, 110, 7])).map(evaluated);
    const all = evaluated(whole);
    const rows = (part: ReturnType<typeof evaluated>): readonly string[] =>
      Array.from({ length: part.size }, (_, i) => {
        const { tangent = [] } = part.weight;
        return [textOf(rowOfColumn(part.event, i)), part.weight.values[i], ...tangent.map((t) => t[i])].join(" ");
      });
    expectRows("rows of a stream that was cut", pieces.flatMap(rows), rows(all));
  },
};
