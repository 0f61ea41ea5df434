import { linspace, parameter, type RecordColumn } from "jagrad/core";
import { filter, histogram, objective, weight } from "jagrad/ops/diff";
import { randomFrom } from "../queries/random.ts";
import { timed } from "./clock.ts";
import { numbers, record, streamOf } from "./columns.ts";
import type { Numbers, Workload } from "./contest.ts";
import { nativeContestants, padded, spectraIn, spectrumSums } from "./kernels.ts";
import { laneContestants, type Pipeline } from "./lanes.ts";
import { columnNames, drawnProgram, type Expression, type Program, textOf } from "./program.ts";
import { textInC } from "./program-in-c.ts";
import { gauss, weighed } from "./spectrum.ts";
import { type Tape, type Traced, tape } from "./tape.ts";
import { densely, inChunks, sigmoid, tanh } from "./tape-functions.ts";

type Event = Readonly<Record<(typeof columnNames)[number], number>>;
type Lambda<R> = (event: Event, scope: { readonly p: number; readonly q: number }) => R;

interface Data {
  readonly values: readonly Float64Array[];
  readonly columns: RecordColumn;
}

const slope = 4;
const p = parameter("p", 0.2, { width: Math.PI / Math.sqrt(3) / slope });
const q = parameter("q", -0.3);

/** Columns of normal variables. */
const dataFrom = (seed: number, events: number): Data => {
  const random = randomFrom(seed + 1);
  const values = columnNames.map(() => Float64Array.from({ length: events }, () => gauss(random)));
  const named = columnNames.map((name, k) => [name, numbers(values[k] ?? new Float64Array(0))] as const);
  return { values, columns: record(Object.fromEntries(named)) };
};

const lambdaOf = <R>(text: string): Lambda<R> => new Function(`return (ev, { p, q }) => ${text};`)() as Lambda<R>;

const pipelineOf = (program: Program, { columns }: Data, events: number): Pipeline => ({
  stream: streamOf<Event>(columns, events).pipe(
    filter(lambdaOf<boolean>(`${textOf(program.cut)} > p`), { p, q }, { step: "logistic" }),
    weight(lambdaOf<number>(`1 + 0.5 * Math.tanh(${textOf(program.weight)})`), { p, q }),
    histogram(
      lambdaOf<number>(`90 + 25 * Math.tanh(${textOf(program.observable)})`),
      { p, q },
      { edges: linspace(60, 120, 31), bandwidth: 1 },
    ),
    objective((h) => h.values.map((n, bin) => n * (Math.cos(0.7 * bin) + 1.5)).reduce((sum, x) => sum + x, 0)),
  ),
  parameters: { p, q },
});

const onTape = (
  { cut, weight, observable }: Program,
  { values }: Data,
  events: number,
  derivatives: boolean,
): Numbers =>
  inChunks(events, 4096, (first, end) => {
    const on = tape();
    const { number, multiply, add, subtract } = on;
    const named = new Map(
      columnNames.map((name, k) => [name as string, on.leaf((values[k] ?? new Float64Array(0)).subarray(first, end))]),
    );
    const given = new Map([
      ["p", number(p.value)],
      ["q", number(q.value)],
    ]);
    const traced = (expression: Expression): Traced => tracedOn(on, expression, named, given, traced);
    const kept = sigmoid(on, multiply(number(slope), subtract(traced(cut), traced({ kind: "parameter", name: "p" }))));
    const factor = add(number(1), multiply(number(0.5), tanh(on, traced(weight))));
    const x = add(number(90), multiply(number(25), tanh(on, traced(observable))));
    const total = densely(on, x, multiply(kept, factor));
    if (derivatives) on.pullBack(total);
    return [...total.values, ...[...given.values()].flatMap(({ adjoint }) => [...adjoint])];
  });

const tracedOn = (
  { unary, binary }: Tape,
  expression: Expression,
  columns: ReadonlyMap<string, Traced>,
  parameters: ReadonlyMap<string, Traced>,
  inner: (expression: Expression) => Traced,
): Traced => {
  switch (expression.kind) {
    case "unary":
      return unary(inner(expression.x), expression.by.f, expression.by.slope);
    case "binary": {
      const { f, slopes } = expression.by;
      return binary(inner(expression.x), inner(expression.y), f, slopes[0], slopes[1]);
    }
    default: {
      const found = (expression.kind === "column" ? columns : parameters).get(expression.name);
      if (found) return found;
      throw new Error(`there is no ${expression.kind} ${expression.name}`);
    }
  }
};

/** A random program and its twin in C. */
export const w4 = (seed: number): Workload => {
  const program = drawnProgram(randomFrom(seed));
  return {
    name: "W4",
    what: `a random program, seed ${seed}: ${textOf(program.observable)}; derivatives by two parameters`,
    events: 204_800,
    contest: (events) => {
      const data = dataFrom(seed, events);
      const some = Math.ceil(events / 8);
      return {
        expected: (size) => onTape(program, data, size, true),
        lanes: () =>
          laneContestants(events, { "jagrad-wasm": 1, "jagrad-js": 1, interpreter: 1 / 64 }, (size) =>
            pipelineOf(program, data, size),
          ),
        rivals: () => [
          {
            name: "tape",
            events: some,
            tolerance: 1e-11,
            gradient: timed(() => onTape(program, data, some, true)),
            value: timed(() => onTape(program, data, some, false).slice(0, 1)),
          },
          ...nativeContestants("w4", textInC(program), events, {
            inputs: data.values.map(padded),
            numbers: [events, p.value, q.value, slope],
            sums: spectrumSums(2),
            read: spectraIn(weighed),
          }),
        ],
      };
    },
  };
};
