import { fail } from "../errors.ts";
import {
  type Atom,
  type Equation,
  type Input,
  isOverEvents,
  type Plan,
  type Program,
  readsOf,
  type Var,
} from "../program/index.ts";

const isVariable = (atom: Atom): atom is Var => atom.kind === "var";

const variables = (atoms: readonly Atom[]): readonly Var[] => atoms.filter(isVariable);

const readBy = (equations: readonly Equation[]): readonly Var[] => variables(equations.flatMap(readsOf));

/** The equations as a program of their own: what others compute becomes an input. */
const excerpt = (program: Program, equations: readonly Equation[], outputs: readonly Var[]): Program => {
  const made = new Set(equations.map(({ output }) => output.id));
  const sources = new Map(program.inputs.map((input) => [input.variable.id, input]));
  const inputs = new Map<number, Input>();
  for (const variable of [...readBy(equations), ...outputs])
    if (!made.has(variable.id))
      inputs.set(
        variable.id,
        sources.get(variable.id) ?? { variable, source: { kind: "given", name: `value ${variable.id}` } },
      );
  return { inputs: [...inputs.values()], equations, outputs };
};

/**
 * Cuts a program at the event axis.
 * @throws E_LIMIT where what events add up to is needed again inside the event loop
 */
export const plan = (program: Program): Plan => {
  const summed = new Set<number>();
  const parts = {
    prologue: [] as Equation[],
    pass: [] as Equation[],
    accumulators: [] as Equation[],
    epilogue: [] as Equation[],
  };
  for (const equation of program.equations) {
    const { output } = equation;
    const reads = variables(readsOf(equation));
    const inLoop = isOverEvents(output.axis);
    const fromLoop =
      reads.some(({ axis }) => isOverEvents(axis)) ||
      Object.values(equation.settings).some((s) => typeof s === "object" && isOverEvents(s));
    const afterLoop = reads.some(({ id }) => summed.has(id));
    if (!inLoop && !fromLoop && !afterLoop) {
      parts.prologue.push(equation);
      continue;
    }
    if ((inLoop || fromLoop) && afterLoop)
      throw fail("E_LIMIT", {
        what: "a sum over all events is needed inside the event loop",
        where: equation.from?.label,
        cure: "run two pipelines one after the other",
      });
    if (!inLoop) summed.add(output.id);
    (inLoop ? parts.pass : fromLoop ? parts.accumulators : parts.epilogue).push(equation);
  }
  const inner = new Set([...readBy(parts.pass), ...readBy(parts.accumulators)]);
  const before = parts.prologue.map(({ output }) => output).filter((v) => inner.has(v));
  const after = new Set([...readBy(parts.epilogue), ...variables(program.outputs)]);
  const keptForLater = parts.prologue.map(({ output }) => output).filter((v) => after.has(v));
  const looped = new Set([...parts.pass, ...parts.accumulators]);
  const inOrder = program.equations.filter((equation) => looped.has(equation));
  const accumulators = parts.accumulators;
  return {
    prologue: excerpt(program, parts.prologue, [...new Set([...before, ...keptForLater])]),
    pass:
      accumulators.length === 0
        ? undefined
        : {
            program: excerpt(
              program,
              inOrder,
              accumulators.map(({ output }) => output),
            ),
            accumulators,
          },
    epilogue: { ...excerpt(program, parts.epilogue, variables(program.outputs)), outputs: program.outputs },
  };
};
