import { spreadTo } from "../primitives/index.ts";
import { type Atom, constant, type Parameter, type Var } from "../program/index.ts";
import { jvp, plan, relax, vjp } from "../transforms/index.ts";
import { cotangentName, type Flavour, outputsOf } from "./compiled.ts";
import { contrastFlavour } from "./contrast.ts";
import { hardFlavour } from "./hard-flavour.ts";
import { insideFlavour } from "./inside.ts";
import { obstaclesOf } from "./obstacles.ts";
import { type Runner, runner } from "./runner.ts";

const others = { hard: hardFlavour, inside: insideFlavour } as const;

/** The relaxed meaning, with derivatives. */
export const diffFlavour: Flavour = {
  name: "diff",
  under: (meaning, of) => (meaning.kind === "contrast" ? contrastFlavour(meaning, of) : others[meaning.kind]),
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
      treatments: [...pipeline.made.orders, ...relaxed.flatMap(({ treatments }) => treatments)],
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
