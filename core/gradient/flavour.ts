import type { JagradError } from "../errors.ts";
import { spreadTo } from "../primitives/index.ts";
import { type Atom, constant, type Parameter, type Var } from "../program/index.ts";
import { type Collected, type Elaborated, harden, jvp, plan, relax, type Treatment, vjp } from "../transforms/index.ts";
import { obstaclesOf } from "./obstacles.ts";
import { type Runner, runner } from "./runner.ts";

/** A compiled set of fills. */
export interface Compiled {
  readonly value: Runner;
  readonly sizes: readonly number[];
  readonly treatments: readonly Treatment[];
  readonly gradients: Gradients | undefined;
}

/** What the differentiable flavour adds. */
export interface Gradients {
  /** Parameters that the results depend on. */
  readonly parameters: readonly Parameter[];
  readonly obstacles: ReadonlyMap<Parameter, JagradError>;
  /** The outputs, and then the tangents of each output for each parameter that has no obstacle. */
  readonly forward: () => { readonly run: Runner; readonly parameters: readonly Parameter[] };
  /** The derivatives of each such parameter, given cotangents under the names of `cotangentName`. */
  readonly reverse: (outputs: readonly number[]) => { readonly run: Runner; readonly parameters: readonly Parameter[] };
}

/** A meaning of pipelines. */
export interface Flavour {
  readonly name: "hard" | "diff";
  readonly compile: (pipeline: Elaborated) => Compiled;
}

export const cotangentName = (output: number): string => `cotangent ${output}`;

const outputsOf = ({ contents, variances, entries, skipped }: Collected): readonly Atom[] => [
  contents,
  variances,
  entries,
  skipped,
];

const sizesOf = ({ fills }: Elaborated): readonly number[] =>
  fills.flatMap(({ bins }) => {
    const n = bins?.extent.kind === "fixed" ? bins.extent.size : 1;
    return [n, n, 1, 1];
  });

/** The exact meaning: what JavaScript computes event by event. */
export const hardFlavour: Flavour = {
  name: "hard",
  compile: (pipeline) => {
    const { b, fills } = pipeline;
    const outputs = fills.flatMap((fill) => outputsOf(harden(b, fill)));
    return { value: runner(plan(b.program(outputs))), sizes: sizesOf(pipeline), treatments: [], gradients: undefined };
  },
};

/** The relaxed meaning, with derivatives. */
export const diffFlavour: Flavour = {
  name: "diff",
  compile: (pipeline) => {
    const { b, fills } = pipeline;
    const relaxed = fills.map((fill) => relax(b, fill));
    const outputs = relaxed.flatMap(({ collected }) => outputsOf(collected));
    const program = b.program(outputs);
    const inputs = program.inputs.flatMap(({ variable, source }) =>
      source.kind === "parameter" && source.part === "value" ? [{ variable, parameter: source.parameter }] : [],
    );
    const obstacles = obstaclesOf(program);
    const free = inputs.filter(({ parameter }) => !obstacles.has(parameter));
    const parameters = free.map(({ parameter }) => parameter);
    const zerosFor = (atom: Atom): Atom => spreadTo(b, constant(0), atom.kind === "var" ? atom.axis : null);
    const forward = (): { run: Runner; parameters: readonly Parameter[] } => {
      const tangents = free.flatMap(({ variable }) =>
        jvp(b, outputs, new Map([[variable.id, constant(1)]])).map(
          (tangent, k) => tangent ?? zerosFor(outputs[k] ?? constant(0)),
        ),
      );
      return { run: runner(plan(b.program([...outputs, ...tangents]))), parameters };
    };
    const reverse = (used: readonly number[]): { run: Runner; parameters: readonly Parameter[] } => {
      const cotangents = outputs.map((output, k): Var | undefined =>
        used.includes(k) && output.kind === "var"
          ? b.input({ kind: "given", name: cotangentName(k) }, "f64", output.axis)
          : undefined,
      );
      const slopes = vjp(
        b,
        outputs,
        cotangents,
        free.map(({ variable }) => variable),
      );
      return { run: runner(plan(b.program(slopes.map((slope) => slope ?? constant(0))))), parameters };
    };
    return {
      value: runner(plan(program)),
      sizes: sizesOf(pipeline),
      treatments: relaxed.flatMap(({ treatments }) => treatments),
      gradients: { parameters: inputs.map(({ parameter }) => parameter), obstacles, forward: once(forward), reverse },
    };
  },
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
