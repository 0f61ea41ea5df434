import type { Atom } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { inferTypes, runInputs } from "../calling/index.ts";
import { variedIn } from "../derivatives/varied.ts";
import { freeOf } from "../free.ts";
import { elaborateBlock } from "../language/index.ts";
import { interpreted, type Value } from "../run/index.ts";
import { countOf, isDense } from "../run/values.ts";
import {
  type CallStatement,
  type EquationStatement,
  type OperationStatement,
  outputsOf,
  shapeOf,
} from "../statement.ts";

/** A statement that has a derivative of its own. */
export type Ruled = EquationStatement | CallStatement | OperationStatement;

/** The values that a statement had when it was run. */
export interface Sample {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** What the body of a call takes from around it. */
  readonly around: ReadonlyMap<Atom, Value>;
}

export interface Reached {
  readonly statement: Ruled;
  /** Which inputs change with those of the function. */
  readonly varied: readonly boolean[];
  readonly samples: readonly Sample[];
}

/** The first turns of a loop are looked at, and the last. */
const most = 4;

const kept = (value: Value): Value =>
  isDense(value)
    ? { ...value, values: value.values.slice(value.offset, value.offset + countOf(value.shape)), offset: 0 }
    : value;

/** What a call takes from around it: variables of its body, and the sizes of its parameters. */
export const around = ({ body }: CallStatement): readonly Atom[] => [
  ...new Set([...freeOf(body), ...body.params.flatMap(shapeOf)].filter(({ kind }) => kind === "var")),
];

const inputsOf = (statement: Ruled): readonly Atom[] =>
  statement.kind === "equation" ? statement.equation.inputs : statement.inputs;

/** The statements with derivatives of their own that a function goes through at a point, in their order. */
export const reachedBy = (f: object, inputs: readonly unknown[]): readonly Reached[] => {
  const types = inferTypes(inputs);
  const { block, params } = elaborateBlock(arrayBuilder(), f, types, {}, { label: "checkGradients" });
  const varied = variedIn(
    block,
    block.params.filter(({ dtype }) => dtype === "f64"),
  );
  const found = new Map<Ruled, Sample[]>();
  const run = interpreted(block, (statement, look) => {
    const isRuled =
      statement.kind === "equation" ||
      statement.kind === "operation" ||
      (statement.kind === "call" && (statement.rules.jvp || statement.rules.vjp));
    if (!isRuled) return;
    const samples = found.get(statement) ?? [];
    found.set(statement, samples);
    const atoms = statement.kind === "call" ? around(statement) : [];
    samples[Math.min(samples.length, most - 1)] = {
      inputs: inputsOf(statement).map((atom) => kept(look(atom))),
      outputs: outputsOf(statement).map((atom) => kept(look(atom))),
      around: new Map(atoms.map((atom) => [atom, kept(look(atom))])),
    };
  });
  run.run(runInputs(types, params, inputs));
  return [...found].map(([statement, samples]) => ({
    statement,
    varied: inputsOf(statement).map((atom) => atom.kind === "var" && varied.has(atom.id)),
    samples,
  }));
};
