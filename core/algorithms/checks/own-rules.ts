import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { zeroLike } from "../derivatives/index.ts";
import { understandArrays } from "../language/index.ts";
import type { Step } from "../operation.ts";
import { interpreted, type Value } from "../run/index.ts";
import { countOf, isDense } from "../run/values.ts";
import type { CallStatement, OperationStatement } from "../statement.ts";
import { compare, difference, reach } from "./difference.ts";
import { directionOf, weightsOf } from "./directions.ts";
import { dot, moved } from "./nested.ts";
import { around, type Sample } from "./reached.ts";
import { placeOf, type Suspect } from "./suspect.ts";

type Steps = CallStatement | OperationStatement;
type Numbers = readonly number[];

const listOf = (value: Value): Numbers => (isDense(value) ? Array.from(value.values) : [Number(value)]);

const like = (value: Value, numbers: Numbers): Value =>
  isDense(value) ? { ...value, values: Float64Array.from(numbers) } : (numbers[0] ?? Number.NaN);

const zerosLike = (value: Value): Numbers => listOf(value).map(() => 0);

/** What a step computes: its body, or its operation. */
const evaluate = (statement: Steps, { outputs, around: known }: Sample, inputs: readonly Value[]): readonly Value[] => {
  if (statement.kind === "call") {
    const { body } = statement;
    const more = around(statement);
    const params = [...body.params, ...(more as readonly Var[])];
    return interpreted({ ...body, params }).run([...inputs, ...more.map((atom) => known.get(atom) ?? Number.NaN)]);
  }
  const dense = (value: Value) =>
    isDense(value) ? value : { values: Float64Array.of(Number(value)), offset: 0, shape: [] };
  const made = outputs.map((output) => {
    const { shape } = dense(output);
    return { values: new Float64Array(countOf(shape)), offset: 0, shape };
  });
  statement.operation.evaluate(inputs.map(dense), made, statement.settings);
  return made;
};

type Rule = (b: ArrayBuilder, step: Step, flows: readonly (Atom | undefined)[]) => readonly (Atom | undefined)[];

/** What a rule makes of tangents or cotangents at a sample. */
const ruled = (
  statement: Steps,
  { inputs, outputs }: Sample,
  rule: Rule,
  flows: readonly Value[],
  wanted: readonly Value[],
): readonly Value[] => {
  const b = arrayBuilder();
  understandArrays(b);
  const variableFor = (value: Value): Var =>
    isDense(value)
      ? b.variable(
          "f64",
          value.shape.map((size) => constant(size, "i32")),
        )
      : b.variable(typeof value === "boolean" ? "bool" : "f64");
  const [ins, outs, along] = [inputs.map(variableFor), outputs.map(variableFor), flows.map(variableFor)];
  const options = statement.kind === "operation" ? statement.settings : {};
  const block = b.block([...ins, ...outs, ...along], () => {
    const made = rule(b, { inputs: ins, outputs: outs, options }, along);
    return wanted.map((value, k) => made[k] ?? zeroLike(b, variableFor(value)));
  });
  return interpreted(block).run([...inputs, ...outputs, ...flows]);
};

const flat = (values: readonly Value[]): Numbers => values.flatMap(listOf);

/** Own derivatives of calls and operations at the values they had, against differences of what they compute. */
export const suspectRules = (
  statement: Steps,
  varied: readonly boolean[],
  samples: readonly Sample[],
  uniform: () => number,
): readonly Suspect[] => {
  const rules = statement.kind === "call" ? statement.rules : statement.operation;
  const name = statement.kind === "call" ? "an own rule" : `the rule of ${statement.operation.name}`;
  return samples.flatMap((sample) => {
    const { inputs, outputs } = sample;
    const steps = inputs.map((value, k) =>
      varied[k] ? like(value, directionOf(listOf(value), uniform) as Numbers) : like(value, zerosLike(value)),
    );
    const weights = outputs.map((value) => like(value, weightsOf(listOf(value), uniform) as Numbers));
    const at = (step: number): number => {
      const there = inputs.map((value, k) =>
        varied[k] ? like(value, moved(listOf(value), listOf(steps[k] ?? 0), step) as Numbers) : value,
      );
      return dot(flat(weights), flat(evaluate(statement, sample, there)));
    };
    const found = difference(at, reach);
    const size = flat(outputs).reduce((sum, x) => sum + Math.abs(x), 0);
    const suspect = (derivative: number, mode: string): Suspect => ({
      what: `${name} for ${mode}`,
      where: placeOf(statement.from),
      derivative,
      difference: found.value,
      verdict: compare(derivative, found, size),
    });
    const { jvp, vjp } = rules;
    return [
      ...(jvp ? [suspect(dot(flat(weights), flat(ruled(statement, sample, jvp, steps, outputs))), "tangents")] : []),
      ...(vjp ? [suspect(dot(flat(steps), flat(ruled(statement, sample, vjp, weights, inputs))), "cotangents")] : []),
    ];
  });
};
