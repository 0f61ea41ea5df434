import { codeIn, type Lane } from "../core/backends/index.ts";
import { type Batch, schemaOf } from "../core/columns/index.ts";
import { asNumber, columnValue, elaborate, emit, type Scope } from "../core/lambda/index.ts";
import { where } from "../core/primitives/index.ts";
import { builder, constant } from "../core/program/index.ts";
import { perEvent } from "./per-event.ts";
import { runProgram } from "./run-program.ts";

/** The number that the compiled lambda gives each event of a batch; NaN where it is missing. */
export const kernelOf = (f: object, scope: Scope, batch: Batch, lane: Lane): Float64Array => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const event = columnValue(b, schemaOf(batch.columns), [], events);
  const { atom, present } = asNumber(b, elaborate(b, f, [event], scope, { label: "a law" }));
  const number = emit(b, where, present, atom, constant(Number.NaN));
  const output = perEvent(b, events, batch.first + batch.size, number);
  const rows = { columns: batch.columns, from: 0, to: batch.size, first: batch.first };
  const [values = new Float64Array(0)] = runProgram(b.program([output]), lane, rows, ({ source }) =>
    source.kind === "code" ? codeIn(batch.columns, source.slot, source.word) : undefined,
  );
  return values.slice(batch.first);
};

/** The number that the lambda, run as JavaScript, gives one event; NaN where it gives none. */
export const numberFrom = (result: unknown): number =>
  result === undefined || result === null ? Number.NaN : Number(result);
