import { describe, expect, it } from "vitest";
import { columnOf, type RecordColumn } from "../columns/index.ts";
import { slotOf } from "../lambda/index.ts";
import { add, lt, mul, or, spreadTo, sumTo, where } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, builder, constant, type Pass } from "../program/index.ts";
import { plan } from "../transforms/index.ts";
import { interpreterLane, type Lane, runOnce, writeJs } from "./index.ts";
import { jsLane } from "./js-lane.ts";

/** Whole numbers, so that sums are exact. */
const events = Array.from({ length: 57 }, (_, i) => ({
  y: ((i * 31) % 9) - 4,
  item: Array.from({ length: i % 4 }, (_, k) => ({ x: ((i * 17 + k * 5) % 11) - 5 })),
}));
const columns = columnOf(events) as RecordColumn;

/** So many numbers, each made of earlier ones, near and far, and of truth values that are read much later. */
const chain = (b: Builder, x: Atom, y: Atom, steps: number): readonly Atom[] => {
  const numbers = [x, y];
  const truths = [b.emit(lt.primitive, [x, y])];
  const number = (k: number): Atom => numbers[k] ?? x;
  for (let k = 2; k < steps; k++) {
    const sum = b.emit(add.primitive, [number(k - 1), b.emit(mul.primitive, [number(k >> 1), constant((k % 5) - 2)])]);
    const isLow = b.emit(lt.primitive, [sum, constant(k)]);
    truths.push(b.emit(or.primitive, [isLow, truths[k >> 2] ?? isLow]));
    const bounded = b.emit(where.primitive, [b.emit(lt.primitive, [sum, constant(1000)]), sum, y]);
    numbers.push(b.emit(where.primitive, [truths[k >> 1] ?? isLow, bounded, number(k >> 2)]));
  }
  return numbers;
};

const passOf = (onItems: boolean, steps: number): Pass => {
  const b = builder();
  const event = b.axis("event", { kind: "events" }, {});
  const item = b.axis("item", { kind: "column", slot: slotOf(["item"]) }, { parent: event });
  const y = b.input({ kind: "column", slot: slotOf(["y"]) }, "f64", event);
  const axis: Axis = onItems ? item : event;
  const x = onItems ? b.input({ kind: "column", slot: slotOf(["item", 0, "x"]) }, "f64", item) : constant(2);
  const outputs = chain(b, x, spreadTo(b, y, axis), steps).map((number) =>
    sumTo(b, spreadTo(b, number, axis), axis, null),
  );
  const { pass } = plan(b.program(outputs));
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

const sumsOn = (lane: Lane, pass: Pass): readonly number[] => {
  const totals = pass.accumulators.map(() => new Float64Array(1));
  runOnce(lane.prepare(pass), { columns, from: 0, to: events.length, first: 0 }, new Map(), totals);
  return totals.map(([total = Number.NaN]) => total);
};

const functionsIn = (text: string): readonly string[] => text.match(/const part\d+ = [\s\S]*?\n};/g) ?? [];

describe.each([
  ["events", false],
  ["items", true],
] as const)("a program of thousands of values of %s", (_name, onItems) => {
  const pass = passOf(onItems, 900);

  it("is functions that an engine optimises, each of them short", () => {
    const { text } = writeJs(pass);
    const functions = functionsIn(text);
    expect(functions.length).toBeGreaterThan(10);
    const rest = functions.reduce((left, each) => left.replace(each, ""), text);
    for (const each of functions) expect(each.length).toBeLessThan(20_000);
    expect(rest.length).toBeLessThan(text.length / 2);
  });

  it("gives what the interpreter gives", () => {
    expect(sumsOn(jsLane, pass)).toEqual(sumsOn(interpreterLane, pass));
  });

  it("is one function where it is short", () => {
    expect(functionsIn(writeJs(passOf(onItems, 20)).text)).toEqual([]);
  });
});
