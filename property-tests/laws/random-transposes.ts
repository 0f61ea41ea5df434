import fc from "fast-check";
import type { Lane } from "../../core/backends/index.ts";
import { add, mul, spreadTo, sumTo } from "../../core/primitives/index.ts";
import { axisOf, constant, type ElementwisePrimitive, type Var } from "../../core/program/index.ts";
import { jvp } from "../../core/transforms/index.ts";
import { recordOfShape } from "../arbitraries/columns.ts";
import { eventShape, type TestEvent, tame, testEventsArbitrary } from "../arbitraries/events.ts";
import { programFrom, scrambled } from "../arbitraries/programs.ts";
import { tapeArbitrary } from "../arbitraries/tape.ts";
import { differentiate } from "../differences.ts";
import type { Law } from "../law.ts";
import { sameOn } from "../per-event.ts";
import { runProgram } from "../run-program.ts";
import { holdsFor } from "../sample.ts";
import { expectSame } from "./same-number.ts";
import { pairing } from "./transposes.ts";

export interface ProgramKind {
  readonly name: string;
  readonly mayKink: boolean;
  /** Primitives that each program uses besides those of the core. */
  readonly primitives?: readonly ElementwisePrimitive[];
}

export const programKinds: readonly ProgramKind[] = [
  { name: "smooth programs", mayKink: false },
  { name: "programs with kinks and extrema", mayKink: true },
];

interface Case {
  readonly numbers: readonly number[];
  readonly events: readonly TestEvent[];
}

const rowsOf = (events: readonly TestEvent[]) => ({
  columns: recordOfShape(eventShape, events),
  from: 0,
  to: events.length,
  first: 0,
});

/** Units in the last place that a sum of some hundred terms, each of a dozen steps, may be off. */
const rounding = 2 ** 14 * 2 ** -53;

export const transposesLaw = (lanes: readonly Lane[]): Law<ProgramKind> => ({
  name: "transposes",
  says: "<J x', y> = <x', J^T y>: forward and reverse mode of a program are transposes, on every lane",
  nameOf: ({ name }) => name,
  check: ({ name, mayKink, primitives }, settings) => {
    const arbitrary: fc.Arbitrary<Case> = fc.record({ numbers: tapeArbitrary(80), events: testEventsArbitrary(tame) });
    const samples = primitives ? 60 : 250;
    holdsFor({ law: "transposes", subject: name, arbitrary, samples }, settings, ({ numbers, events }) => {
      const { b, outputs } = programFrom(numbers, mayKink, primitives);
      const inputs = b
        .program(outputs)
        .inputs.filter(({ source }) => source.kind === "column" || source.kind === "given")
        .map(({ variable }): Var => variable);
      const { forward, reverse, scale } = pairing(b, outputs, inputs);
      const program = b.program([forward, reverse, scale]);
      const found = lanes.map((lane) => runProgram(program, lane, rowsOf(events), () => 0).map((x) => x[0] ?? 0));
      for (const [x = Number.NaN, y = Number.NaN, z = 0] of found)
        if (!(Math.abs(x - y) <= rounding * (z + 1))) throw new Error(`<J x', y> = ${x}, <x', J^T y> = ${y}, of ${z}`);
      for (const [k, lane] of lanes.entries()) expectSame(lane.name, found[k] ?? [], found[0] ?? [], sameOn(lane));
    });
  },
});

export const directionsLaw = (lane: Lane): Law<ProgramKind> => ({
  name: "directions",
  says: "the derivative of a smooth program along a direction equals central differences",
  nameOf: ({ name }) => name,
  check: ({ name, mayKink, primitives }, settings) => {
    const arbitrary: fc.Arbitrary<Case> = fc.record({ numbers: tapeArbitrary(50), events: testEventsArbitrary(tame) });
    holdsFor({ law: "directions", subject: name, arbitrary, samples: 120 }, settings, ({ numbers, events }) => {
      const { b, t, outputs } = programFrom(numbers, mayKink, primitives);
      const value = outputs
        .map((x, k) => {
          const weight = scrambled(b, axisOf(x), k + 11);
          return sumTo(b, b.emit(mul.primitive, [spreadTo(b, x, axisOf(x)), weight]), axisOf(x), null);
        })
        .reduce((x, y) => b.emit(add.primitive, [x, y]));
      const [slope] = t.kind === "var" ? jvp(b, [value], new Map([[t.id, constant(1)]])) : [];
      const rows = rowsOf(events);
      const run = (atom: typeof value, at: number): number =>
        runProgram(b.program([atom]), lane, rows, () => at)[0]?.[0] ?? 0;
      const { value: wanted, error } = differentiate((at) => run(value, at), 0, 2 ** -5, 2 ** 8);
      fc.pre(error <= 1e-5 * (1 + Math.abs(wanted)));
      const found = slope ? run(slope, 0) : 0;
      if (!(Math.abs(found - wanted) <= error + 1e-10 * (1 + Math.abs(wanted))))
        throw new Error(`the derivative is ${found}, differences give ${wanted} +- ${error}`);
    });
  },
});
