import { interpreterLane, jsLane, type Lane, wasmLane } from "../core/backends/index.ts";
import type { RecordColumn } from "../core/columns/index.ts";
import { slotOf } from "../core/lambda/index.ts";
import { scatter, spreadTo, where } from "../core/primitives/index.ts";
import {
  type Atom,
  type Axis,
  type Builder,
  builder,
  constant,
  type DType,
  type Primal,
  type Var,
} from "../core/program/index.ts";
import { nearNumber, sameNumber } from "./laws/same-number.ts";
import { runProgram, type Supplied } from "./run-program.ts";

/** Every lane that runs an event loop. */
export const lanes: readonly Lane[] = [interpreterLane, jsLane, wasmLane];

/** How numbers of a lane are compared with those of JavaScript; the functions of a lane are held to more by `lowerings`. */
export const sameOn = ({ approximates }: Lane): ((x: number, y: number) => boolean) =>
  approximates ? nearNumber : sameNumber;

/** A value of each event as an array with one number per event. */
export const perEvent = (b: Builder, events: Axis, size: number, atom: Atom): Atom => {
  const axis = b.axis("one per event", { kind: "fixed", size }, {});
  const number = atom.dtype === "bool" ? b.emit(where.primitive, [atom, constant(1), constant(0)]) : atom;
  return b.emit(scatter, [spreadTo(b, number, events), b.input({ kind: "event" }, "i32", events)], { axis });
};

const dtypeOf = (value: Primal | undefined): DType => (typeof value === "boolean" ? "bool" : "f64");

const columnsOf = (points: readonly (readonly Primal[])[], width: number): RecordColumn => ({
  kind: "record",
  fields: new Map(
    Array.from({ length: width }, (_, k) => {
      const values = points.map((point) => Number(point[k]));
      const isBool = dtypeOf(points[0]?.[k]) === "bool";
      return [
        `x${k}`,
        isBool
          ? ({ kind: "leaf", dtype: "bool", values: Uint8Array.from(values) } as const)
          : ({ kind: "leaf", dtype: "f64", values: Float64Array.from(values) } as const),
      ] as const;
    }),
  ),
});

/**
 * Computes atoms of some inputs at points, one event a point, on one lane.
 * @returns one array per atom
 */
export const atPoints = (
  lane: Lane,
  points: readonly (readonly Primal[])[],
  build: (b: Builder, inputs: readonly Var[]) => readonly Atom[],
  supplied?: Supplied,
): readonly Float64Array[] => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const [first = []] = points;
  const inputs = first.map((value, k) => b.input({ kind: "column", slot: slotOf([`x${k}`]) }, dtypeOf(value), events));
  const outputs = build(b, inputs).map((atom) => perEvent(b, events, points.length, atom));
  const rows = { columns: columnsOf(points, first.length), from: 0, to: points.length, first: 0 };
  return runProgram(b.program(outputs), lane, rows, supplied);
};
