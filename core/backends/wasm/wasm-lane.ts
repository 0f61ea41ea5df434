import { contests, earlier, moments, reducers, scatter, tally, tallyWithout } from "../../primitives/index.ts";
import type { Equation, Pass } from "../../program/index.ts";
import { jsLane } from "../js-lane.ts";
import type { Lane } from "../lane.ts";
import { improved } from "../passes/index.ts";
import { reducerOf } from "./accumulators.ts";
import { type Width, widest } from "./features.ts";
import { kernelOf } from "./kernel.ts";
import { known } from "./values.ts";

const canBe = (equation: Equation): boolean => {
  const { primitive, output, inputs } = equation;
  const isSimple =
    primitive.kind === "elementwise" ||
    known.has(primitive) ||
    primitive.name === "broadcast" ||
    primitive === earlier ||
    primitive === scatter ||
    primitive === moments ||
    primitive === tally ||
    primitive === tallyWithout ||
    contests.has(primitive) ||
    reducers.has(primitive);
  const isWhole = [output, ...inputs].some(({ dtype }) => dtype === "i64");
  return isSimple && !isWhole;
};

/** True for a pass that this lane has instructions for; others are left to generated JavaScript. */
const isPossible = ({ program, accumulators }: Pass): boolean =>
  program.equations.every(canBe) &&
  program.inputs.every(({ variable }) => variable.dtype !== "i64") &&
  accumulators.every((equation) => typeof (reducerOf(equation)?.start ?? 0) === "number");

/** WebAssembly, in loops over tiles of events; what it cannot do, and where there is none, is generated JavaScript. */
export const wasmLane: Lane = {
  name: "wasm",
  approximates: true,
  prepare: (pass) => {
    const width = widest();
    return width && isPossible(pass) ? kernelOf(improved(pass), width) : jsLane.prepare(pass);
  },
};

/** The same with numbers of a given width. */
export const wasmLaneOf = (width: Width): Lane => ({
  name: `wasm ${width}`,
  approximates: true,
  prepare: (pass) => (isPossible(pass) ? kernelOf(improved(pass), width) : jsLane.prepare(pass)),
});
