import {
  broadcast,
  contests,
  earlier,
  moments,
  reducers,
  scatter,
  tally,
  tallyWithout,
  where,
} from "../../primitives/index.ts";
import { axesOf, type Equation, type Pass, type Primitive, type Program } from "../../program/index.ts";
import { jsLane } from "../js-lane.ts";
import type { Kernel, Lane } from "../lane.ts";
import { improved } from "../passes/index.ts";
import { reducerOf } from "./accumulators.ts";
import { mostColumns } from "./chunk.ts";
import { type Width, widest } from "./features.ts";
import { kernelOf } from "./kernel.ts";
import { longValue } from "./long-wholes.ts";
import { leavesOf } from "./slots.ts";
import { known } from "./values.ts";

/** What is no function of single numbers and that loops over tiles can do. */
const structural: ReadonlySet<Primitive> = new Set<Primitive>([
  ...known,
  ...contests.keys(),
  ...reducers.keys(),
  broadcast,
  earlier,
  moments,
  scatter,
  tally,
  tallyWithout,
]);

const canBe = (equation: Equation): boolean => {
  const { primitive, inputs } = equation;
  if (primitive.kind !== "elementwise") return structural.has(primitive);
  const isLong = inputs.some(({ dtype }) => dtype === "i64");
  return !isLong || primitive === where.primitive || longValue(equation) !== undefined;
};

/** No more columns and lists than a kernel can be told the places of. */
const fits = ({ inputs, equations }: Program): boolean => {
  const lists = new Set(
    equations.flatMap(axesOf).flatMap(({ extent }) => (extent.kind === "column" ? extent.slot : [])),
  );
  return leavesOf(inputs).length + lists.size <= mostColumns;
};

/** True for a pass that this lane has instructions for; others are left to generated JavaScript. */
const isPossible = ({ program, accumulators }: Pass): boolean =>
  program.equations.every(canBe) &&
  fits(program) &&
  accumulators.every((equation) => typeof (reducerOf(equation)?.start ?? 0) === "number");

const preparedFor = (pass: Pass, width: Width): Kernel =>
  isPossible(pass) ? kernelOf(improved(pass), width, () => jsLane.prepare(pass)) : jsLane.prepare(pass);

/**
 * WebAssembly, in loops over tiles of events. Where an engine has none or may not compile it, and for what it cannot do
 * (truth values added up over events, more than 256 columns), it is generated JavaScript;
 * so it is for a kernel that an engine refuses, such as one with more local variables than it allows.
 */
export const wasmLane: Lane = {
  name: "wasm",
  approximates: true,
  prepare: (pass) => {
    const width = widest();
    return width ? preparedFor(pass, width) : jsLane.prepare(pass);
  },
};

/** The same with numbers of a given width. */
export const wasmLaneOf = (width: Width): Lane => ({
  name: `wasm ${width}`,
  approximates: true,
  prepare: (pass) => preparedFor(pass, width),
});
