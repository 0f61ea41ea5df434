import { contests, moments, reducers, scatter } from "../primitives/index.ts";
import { type Axis, axisSetting, type Equation, pathBetween } from "../program/index.ts";
import { innermost, isReduction } from "./homes.ts";
import { type Block, close, mark } from "./js-block.ts";
import { contest } from "./js-choices.ts";
import { textOf, textsAt } from "./js-lanes.ts";
import { noteMoments, writeMoments } from "./js-moments.ts";
import type { Writer } from "./js-writer.ts";
import { type LoopStart, loopStart } from "./loop-starts.ts";

/** Something to be done for each element of a path of loops. */
export interface Task {
  readonly path: readonly Axis[];
  readonly write: (inner: Block) => void;
}

/** Writes tasks in inner loops, sharing each loop among those that let it begin at the same element. */
export const share = (w: Writer, tasks: readonly Task[], outer: Block): void => {
  const startOf = ({ path }: Task): LoopStart | undefined => loopStart(w.definitions, path);
  for (const group of Map.groupBy(tasks, (task) => startOf(task)?.condition ?? task.path[0]).values()) {
    const [task] = group;
    const axis = task?.path[0];
    if (!task || !axis) {
      for (const { write } of group) write(outer);
      writeMoments(w, outer);
      continue;
    }
    const { inner, header } = w.open(axis, outer, startOf(task));
    share(
      w,
      group.map(({ path, write }) => ({ path: path.slice(1), write })),
      inner,
    );
    close(inner, header);
  }
};

const reducerOf = ({ primitive }: Equation) => (primitive.kind === "structural" ? reducers.get(primitive) : undefined);

const assigned = (target: string, text: string): string => {
  const sum = `(${target} + `;
  return text.startsWith(sum) ? `${target} += ${text.slice(sum.length, -1)};` : `${target} = ${text};`;
};

/** Writes one step of a reduction into `target`. */
export const stepOf =
  (w: Writer, equation: Equation, target: string) =>
  (inner: Block): void => {
    const [x, k] = equation.inputs;
    const reducer = reducerOf(equation);
    if (equation.primitive === moments) noteMoments(w, equation, target, inner);
    else if (x && k && equation.primitive === scatter)
      inner.lines.push(`${target}[${w.value(k, inner)}] += ${w.value(x, inner)};`);
    else if (x && reducer)
      inner.lines.push(assigned(target, textOf(textsAt(w, inner), reducer.step, [target, w.value(x, inner)])));
  };

/** Writes a reduction into its place, with all others that can share its loop. */
export const reduceGroup = (w: Writer, equation: Equation, place: Block): void => {
  const { home, depth } = w.homes;
  const pathOf = (e: Equation): readonly Axis[] => pathBetween(axisSetting(e.settings, "to"), innermost(e));
  const [first] = pathOf(equation);
  const isSink = new Set(w.pass.accumulators);
  const group = w.pass.program.equations.filter(
    (e) =>
      isReduction(e) &&
      !isSink.has(e) &&
      home(e.output) === home(equation.output) &&
      depth(e.output) === depth(equation.output) &&
      pathOf(e)[0] === first &&
      !place.names.has(mark(e.output)),
  );
  const tasks = group.map((e): Task => {
    const name = w.fresh("r");
    const start = reducerOf(e)?.start ?? 0;
    const text = typeof start === "number" ? w.value({ kind: "const", dtype: "f64", value: start }, place) : start;
    place.lines.push(`let ${name} = ${text};`);
    place.names.set(mark(e.output), name);
    return { path: pathOf(e), write: contests.has(e.primitive) ? contest(w, e, name, place) : stepOf(w, e, name) };
  });
  share(w, tasks, place);
};
