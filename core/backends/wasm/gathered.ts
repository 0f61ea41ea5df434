import { fail } from "../../errors.ts";
import { contests, earlier, placeOfMin } from "../../primitives/index.ts";
import { type Axis, axisSetting, type Equation } from "../../program/index.ts";
import { innermost } from "../homes.ts";
import { reducerOf } from "./accumulators.ts";
import { instruction } from "./code.ts";
import { forEach, load, store, underEach } from "./each.ts";
import { keptTable, localNode, times8 } from "./elements.ts";
import { writeTallies } from "./tallied.ts";
import type { Writer } from "./writer.ts";

const needed = (equation: Equation, name: string): Axis => {
  const axis = axisSetting(equation.settings, name);
  if (axis) return axis;
  throw fail("E_SHAPE", { what: `${equation.primitive.name} needs an axis` });
};

const reduced = (w: Writer, equations: readonly Equation[], from: Axis, to: Axis): void => {
  const { body, scalars } = w;
  const { push, op, local } = body.write;
  underEach(w, from, to, (owner, [start, end]) => {
    const parts = equations.flatMap((equation) => {
      const reducer = reducerOf(equation);
      const [x] = equation.inputs;
      if (!reducer?.step.lower || !x) throw fail("E_SHAPE", { what: `${equation.primitive.name} cannot be added up` });
      const isTruth = typeof reducer.start === "boolean";
      const type = isTruth ? "i32" : "f64";
      const total = local(type);
      push(typeof reducer.start === "boolean" ? scalars.truth(reducer.start) : scalars.k(reducer.start));
      op("local.set", total);
      return [{ equation, lower: reducer.step.lower, isTruth, type, total, x: w.schedule.origin(x) } as const];
    });
    forEach(w, start, end, (i) => {
      const i8 = times8(w, localNode(w, i));
      for (const { lower, isTruth, type, total, x } of parts) {
        push(lower(scalars, localNode(w, total, type), load(w, keptTable(w, x, from), i8, isTruth)));
        op("local.set", total);
      }
    });
    for (const { equation, isTruth, type, total } of parts)
      store(w, keptTable(w, equation.output, to), owner, localNode(w, total, type), isTruth);
  });
};

/** Counts, for each element, those before it under the same owner for which a mask holds. */
const countedBefore = (w: Writer, equation: Equation): void => {
  const { body } = w;
  const { op, local } = body.write;
  const [axis, owner] = [needed(equation, "axis"), needed(equation, "owner")];
  const [mask] = equation.inputs;
  if (!mask) throw fail("E_SHAPE", { what: "a mask is counted" });
  underEach(w, axis, owner, (_owner, [start, end]) => {
    const count = local("i32");
    op("i32.const", 0);
    op("local.set", count);
    forEach(w, start, end, (i) => {
      const i8 = times8(w, localNode(w, i));
      const before = body.node("f64", "count", [localNode(w, count)], instruction("f64.convert_i32_s"));
      store(w, keptTable(w, equation.output, axis), i8, before, false);
      op("local.get", count);
      body.write.push(load(w, keptTable(w, w.schedule.origin(mask), axis), i8, true));
      op("i32.add");
      op("local.set", count);
    });
  });
};

/** The place of the extreme among the keys under each owner. */
const placed = (w: Writer, equation: Equation, from: Axis, to: Axis): void => {
  const { body, scalars } = w;
  const { push, op, local } = body.write;
  const [key] = equation.inputs;
  const contest = equation.primitive.kind === "structural" ? contests.get(equation.primitive) : undefined;
  if (!key || !contest) throw fail("E_SHAPE", { what: "an extreme needs a key" });
  const table = keptTable(w, w.schedule.origin(key), from);
  underEach(w, from, to, (owner, [start, end]) => {
    const [best, found] = [local("f64"), local("i32")];
    push(load(w, table, times8(w, localNode(w, start)), false));
    op("local.set", best);
    op("local.get", start);
    op("local.set", found);
    forEach(w, start, end, (i) => {
      const x = load(w, table, times8(w, localNode(w, i)), false);
      const before = localNode(w, best, "f64");
      const beats = contest === placeOfMin.contest ? scalars.lt(x, before) : scalars.lt(before, x);
      const isFirstNaN = scalars.and(scalars.ne(x, x), scalars.eq(before, before));
      const isNew = scalars.or(beats, isFirstNaN);
      body.write.settle(x);
      push(isNew);
      op("if");
      push(x);
      op("local.set", best);
      op("local.get", i);
      op("local.set", found);
      op("end");
    });
    const number = body.node("i32", "place", [localNode(w, found), localNode(w, start)], instruction("i32.sub"));
    store(
      w,
      keptTable(w, equation.output, to),
      owner,
      body.node("f64", "number", [number], instruction("f64.convert_i32_s")),
      false,
    );
  });
};

/** Writes what is gathered of inner elements after the loops of a level. */
export const writeGathered = (w: Writer, equations: readonly Equation[]): void => {
  const groups = Map.groupBy(
    equations.filter((equation) => reducerOf(equation)),
    (equation) => `${innermost(equation)?.id} ${equation.output.axis?.id}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    const from = first && innermost(first);
    if (first?.output.axis && from) reduced(w, group, from, first.output.axis);
  }
  writeTallies(w, equations);
  for (const equation of equations) {
    if (equation.primitive === earlier) countedBefore(w, equation);
    else if (equation.primitive.kind === "structural" && contests.has(equation.primitive)) {
      const from = innermost(equation);
      if (from && equation.output.axis) placed(w, equation, from, equation.output.axis);
    }
  }
};
