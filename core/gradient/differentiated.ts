import { type LaneName, smoothLane } from "../backends/index.ts";
import type { JagradError } from "../errors.ts";
import { spreadTo } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Parameter, type Var } from "../program/index.ts";
import { jvp, movingTogether, plan, type Treatment, vjp } from "../transforms/index.ts";
import { type Compiled, cotangentName } from "./compiled.ts";
import { type Runner, runner } from "./runner.ts";
import { onceFor, valuesBy, withoutUnread } from "./unread.ts";

/**
 * A compiled set of fills with derivatives in both modes.
 * @param outputs - what is computed
 * @param smooth - what the derivatives are those of, one for each output
 * @param obstacles - the parameters whose derivative is lost in a step
 * @param lane - the lane that runs them where none is asked for
 */
export const differentiated = (
  b: Builder,
  outputs: readonly Atom[],
  smooth: readonly Atom[],
  obstacles: ReadonlyMap<Parameter, JagradError>,
  treatments: readonly Treatment[],
  lane: LaneName = smoothLane,
): Compiled => {
  const inputs = b
    .program([...outputs, ...smooth])
    .inputs.flatMap(({ variable, source }) =>
      source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
    );
  const free = inputs.filter(({ parameter }) => !obstacles.has(parameter));
  const parameters = free.map(({ parameter }) => parameter);
  const zerosFor = (atom: Atom): Atom => spreadTo(b, constant(0), atom.kind === "var" ? atom.axis : null);
  type Tangents = (of: readonly number[]) => readonly Atom[];
  /** All outputs, and tangents of some of them, parameter by parameter. */
  const beside =
    (tangentsOf: Tangents) =>
    (of: readonly number[], unread: readonly number[]): { run: Runner; parameters: readonly Parameter[] } => ({
      run: runner(plan(movingTogether(b, [...withoutUnread(b, outputs, unread), ...tangentsOf(of)])), lane),
      parameters,
    });
  const forwards: Tangents = (of) => {
    const moving = of.map((k) => smooth[k] ?? constant(0));
    return free.flatMap(({ variable }) =>
      jvp(b, moving, new Map([[variable.id, constant(1)]])).map(
        (tangent, i) => tangent ?? zerosFor(outputs[of[i] ?? 0] ?? constant(0)),
      ),
    );
  };
  const backwards: Tangents = (of) => {
    const variables = free.map(({ variable }) => variable);
    const slopes = of.map((k) => vjp(b, [smooth[k] ?? constant(0)], [constant(1)], variables));
    return variables.flatMap((_variable, t) => slopes.map((own) => own[t] ?? constant(0)));
  };
  const reverse = (used: readonly number[]): { run: Runner; parameters: readonly Parameter[] } => {
    const cotangents = smooth.map((output, k): Var | undefined =>
      used.includes(k) && output.kind === "var"
        ? b.input({ kind: "given", name: cotangentName(k) }, "f64", output.axis)
        : undefined,
    );
    const slopes = vjp(
      b,
      smooth,
      cotangents,
      free.map(({ variable }) => variable),
    );
    return { run: runner(plan(b.program(slopes.map((slope) => slope ?? constant(0)))), lane), parameters };
  };
  return {
    value: valuesBy(b, outputs, lane),
    treatments,
    gradients: {
      parameters: inputs.map(({ parameter }) => parameter),
      obstacles,
      forward: onceFor(beside(forwards)),
      backward: onceFor(beside(backwards)),
      reverse: onceFor(reverse),
    },
  };
};
