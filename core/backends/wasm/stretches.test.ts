import { describe, expect, it } from "vitest";
import type { Column, RecordColumn } from "../../columns/index.ts";
import { slotOf } from "../../lambda/index.ts";
import { add, cos, div, exp, gt, mul, scatter, sin, spreadTo, sumTo, tanh, where } from "../../primitives/index.ts";
import { type Atom, type Axis, type Builder, builder, constant, type Pass } from "../../program/index.ts";
import { plan } from "../../transforms/index.ts";
import { interpreterLane } from "../interpreter-lane.ts";
import { runOnce } from "../lane.ts";
import { scheduleOf } from "../schedule.ts";
import { wasmLaneOf } from "./index.ts";
import { stretchesOf } from "./stretches.ts";

const count = 1027;
const column: RecordColumn = {
  kind: "record",
  fields: new Map<string, Column>([
    [
      "x",
      { kind: "leaf", dtype: "f64", values: Float64Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 50 - 1) },
    ],
  ]),
};

/** A pass over events of what is made of a column, with its results and its axis. */
const passOf = (results: (b: Builder, x: Atom, axis: Axis) => readonly Atom[]) => {
  const b = builder();
  const axis = b.axis("event", { kind: "events" }, {});
  const atoms = results(b, b.input({ kind: "column", slot: slotOf(["x"]) }, "f64", axis), axis);
  const bins = b.axis("one per event", { kind: "fixed", size: count }, {});
  const event = b.input({ kind: "event" }, "i32", axis);
  const sums = atoms.map((atom) => b.emit(scatter, [spreadTo(b, atom, axis), event], { axis: bins }));
  const totals = atoms.map((atom) => sumTo(b, atom, axis, null));
  const { pass } = plan(b.program([...sums, ...totals]));
  if (!pass) throw new TypeError("events are read");
  return { pass, axis, atoms };
};

/** Some dear functions one after the other, a truth value that is read at the end, and two functions of one number. */
const long = (b: Builder, x: Atom): readonly Atom[] => {
  let y = x;
  const isAbove = b.emit(gt.primitive, [x, constant(0.25)]);
  const [up, round] = [b.emit(sin.primitive, [x]), b.emit(cos.primitive, [x])];
  for (let k = 0; k < 8; k++)
    y = b.emit(tanh.primitive, [b.emit(add.primitive, [b.emit(exp.primitive, [y]), constant(-k / 4)])]);
  const ratio = b.emit(div.primitive, [y, b.emit(add.primitive, [b.emit(mul.primitive, [up, up]), constant(2)])]);
  return [ratio, b.emit(where.primitive, [isAbove, b.emit(mul.primitive, [ratio, round]), x])];
};

const sumsOn = (lane: typeof interpreterLane, pass: Pass): Float64Array[] => {
  const totals = pass.accumulators.map(({ output: { axis } }) => new Float64Array(axis ? count : 1));
  runOnce(lane.prepare(pass), { columns: column, from: 0, to: count, first: 0 }, new Map(), totals);
  return totals;
};

describe("a long loop", () => {
  const { pass, axis, atoms } = passOf(long);
  const schedule = scheduleOf(pass);
  const stretches = stretchesOf({ schedule, axis, level: 0 }, atoms);

  it("is cut into several, which leave each value once", () => {
    const left = stretches.flatMap((stretch) => stretch.left);
    expect(stretches.length).toBeGreaterThan(3);
    expect(new Set(left).size).toBe(left.length);
    for (const stretch of stretches) expect(stretch.left.length).toBeLessThan(6);
  });

  it("keeps functions of one number together", () => {
    const nameOf = (atom: Atom) => schedule.definition(atom)?.primitive.name;
    const withSine = stretches.filter(({ left }) => left.some((atom) => nameOf(atom) === "sin"));
    expect(withSine.map(({ left }) => left.some((atom) => nameOf(atom) === "cos"))).toEqual([true]);
  });

  it.each(["f64", "f64x2", "f64x2+fma"] as const)("gives what it gives in one, %s", (width) => {
    const [found, wanted] = [sumsOn(wasmLaneOf(width), pass), sumsOn(interpreterLane, pass)];
    for (const [k, numbers] of wanted.entries())
      for (const [i, number] of numbers.entries())
        expect(Math.abs((found[k]?.[i] ?? Number.NaN) - number)).toBeLessThan(1e-12 * (1 + Math.abs(number)));
  });

  it("is left whole where it is short, or so long that cuts are no help", () => {
    const short = passOf((b, x) => [b.emit(exp.primitive, [x])]);
    expect(stretchesOf({ schedule: scheduleOf(short.pass), axis: short.axis, level: 0 }, short.atoms)).toEqual([]);
    const endless = passOf((b, x) => {
      let y = x;
      for (let k = 0; k < 1600; k++) y = b.emit(add.primitive, [y, constant(k)]);
      return [y];
    });
    expect(stretchesOf({ schedule: scheduleOf(endless.pass), axis: endless.axis, level: 0 }, endless.atoms)).toEqual(
      [],
    );
  });
});
