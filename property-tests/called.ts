import type { Lane } from "../core/backends/index.ts";
import { type Batch, type Column, isValid, type RecordColumn, rowOf, schemaOf } from "../core/columns/index.ts";
import { fail } from "../core/index.ts";
import { asNumber, columnValue, elaborate, pathOfSlot, slotOf } from "../core/lambda/index.ts";
import { add, mul, spreadTo, sumTo } from "../core/primitives/index.ts";
import { type Atom, axisOf, type Builder, builder, constant, type Var } from "../core/program/index.ts";
import { jvp, vjp } from "../core/transforms/index.ts";
import { wholeBatch } from "./arbitraries/batches.ts";
import { recordOfShape, type Shape } from "./arbitraries/columns.ts";
import { functionOf } from "./arbitraries/functions.ts";
import { shapeAt } from "./arbitraries/inputs.ts";
import type { FunctionSubject } from "./function-subjects.ts";
import { numberFrom } from "./kernel-of.ts";
import { perEvent } from "./per-event.ts";
import { runProgram } from "./run-program.ts";

/** One number of an event: where it stands in a column. */
export interface Slot {
  readonly values: Float64Array;
  readonly index: number;
  /** The input it belongs to, and the members on the way, 0 for the items of a list. */
  readonly path: readonly (string | 0)[];
}

/** Every number of a row of a column, in an order that depends on its type alone. */
export const slotsOf = (column: Column, row: number, path: Slot["path"] = []): readonly Slot[] => {
  if (!isValid(column.validity, row)) return [];
  if (column.kind === "record")
    return [...column.fields].flatMap(([name, field]) => slotsOf(field, row, [...path, name]));
  if (column.kind === "list") {
    const first = column.offsets[row] ?? 0;
    const length = (column.offsets[row + 1] ?? 0) - first;
    return Array.from({ length }, (_, k) => slotsOf(column.item, first + k, [...path, 0])).flat();
  }
  return column.values instanceof Float64Array ? [{ values: column.values, index: row, path }] : [];
};

/** Inputs of calls as events: their members are `x0`, `x1`, ... */
export const columnsOfCalls = (
  samples: readonly (readonly unknown[])[],
  shapes: readonly Shape[],
  letter: string,
): RecordColumn =>
  recordOfShape(
    Object.fromEntries(shapes.map((shape, k) => [`${letter}${k}`, shape])),
    samples.map((sample) => Object.fromEntries(sample.map((value, k) => [`${letter}${k}`, value]))),
  );

/** The lambda that a user writes to call a function with members `x0`, `x1`, ... of an event. */
export type Call = (event: unknown, scope: { readonly f: FunctionSubject["f"] }) => unknown;

const callOf = (text: string): Call => functionOf(`(ev, { f }) => ${text}`) as Call;

const plainName = /^[A-Za-z_$][\w$]*$/;
const isNumber = (value: unknown): boolean => typeof value === "number" || typeof value === "boolean";

/**
 * Lambdas that call a function: one if it gives a number or a truth value, one per member if it gives a record.
 * @param samples - inputs, at one of which at least it gives something
 * @throws E_TYPE for a function that gives anything else
 */
export const callsOf = (
  { name, f, domains }: FunctionSubject,
  samples: readonly (readonly unknown[])[],
): readonly Call[] => {
  const text = `f(${domains.map((_, k) => `ev.x${k}`).join(", ")})`;
  const call = callOf(text);
  const events = wholeBatch(
    columnsOfCalls(
      samples,
      domains.map((domain, k) => shapeAt(domain, samples[0]?.[k])),
      "x",
    ),
    samples.length,
  );
  const results = samples.map((_, row) => call(rowOf(events, row), { f }));
  const result = results.find((value) => value !== undefined && value !== null);
  if (isNumber(result)) return [call];
  const members = typeof result === "object" && result !== null && !Array.isArray(result) ? Object.entries(result) : [];
  if (members.length > 0 && members.every(([key, x]) => plainName.test(key) && isNumber(x)))
    return members.map(([key]) => callOf(`${text}.${key}`));
  throw fail("E_TYPE", {
    what: `${name} gives ${Array.isArray(result) ? "a list" : result === undefined ? "nothing" : typeof result}`,
    cure: "let the laws see a function that gives a number, or exempt this one with a reason",
  });
};

/** What the function gives one event as plain JavaScript. */
export const numberAt = (call: Call, f: FunctionSubject["f"], events: Batch, row: number): number =>
  numberFrom(call(rowOf(events, row), { f }));

const directionOf = (b: Builder, { axis }: Var, slot: string): Atom => {
  const [first = "", ...rest] = pathOfSlot(slot);
  return b.input({ kind: "column", slot: slotOf([String(first).replace("x", "d"), ...rest]) }, "f64", axis);
};

/** A function called for each event, compiled: its value, and its derivative along a direction in both modes. */
export interface Called {
  readonly value: Float64Array;
  readonly forward: Float64Array;
  readonly reverse: Float64Array;
}

/** @param columns - the inputs as members `x0`, `x1`, ... and the directions as members `d0`, `d1`, ... */
export const calledOn = (
  lane: Lane,
  call: Call,
  f: FunctionSubject["f"],
  columns: RecordColumn,
  size: number,
): Called => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const event = columnValue(b, schemaOf(columns), [], events);
  const value = spreadTo(b, asNumber(b, elaborate(b, call, [event], { f }, { label: "a law" })).atom, events);
  const inputs = b
    .program([value])
    .inputs.flatMap(({ variable, source }) =>
      source.kind === "column" && variable.dtype === "f64"
        ? [{ variable, direction: directionOf(b, variable, source.slot) }]
        : [],
    );
  const seeds = new Map(inputs.map(({ variable, direction }) => [variable.id, direction]));
  const [forward] = jvp(b, [value], seeds);
  const slopes = vjp(
    b,
    [value],
    [spreadTo(b, constant(1), events)],
    inputs.map(({ variable }) => variable),
  );
  const terms = inputs.flatMap(({ variable, direction }, k) => {
    const slope = slopes[k];
    if (!slope) return [];
    const term = b.emit(mul.primitive, [direction, slope]);
    return [sumTo(b, spreadTo(b, term, variable.axis), axisOf(variable), events)];
  });
  const reverse = terms.reduce<Atom>((x, y) => b.emit(add.primitive, [x, y]), constant(0));
  const outputs = [value, forward ?? constant(0), reverse].map((atom) => perEvent(b, events, size, atom));
  const rows = { columns, from: 0, to: size, first: 0 };
  const [v, t, r] = runProgram(b.program(outputs), lane, rows);
  const none = new Float64Array(size);
  return { value: v ?? none, forward: t ?? none, reverse: r ?? none };
};
