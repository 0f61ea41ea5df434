import { fail } from "../errors.ts";
import {
  at,
  contests,
  earlier,
  one,
  placeIn,
  position,
  size,
  take,
  tallied,
  talliedWithout,
  tally,
  tallyWithout,
} from "../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type Equation, type Primitive } from "../program/index.ts";
import type { Tables } from "./tables.ts";

/** What the interpreter knows of a program that runs. */
interface Running {
  readonly t: Tables;
  readonly read: (atom: Atom, axis: Axis | null) => Float64Array;
}

type Step = (m: Running, equation: Equation) => Float64Array;

/** The axis of a setting. */
export const required = (equation: Equation, name: string): Axis => {
  const axis = axisSetting(equation.settings, name);
  if (!axis) throw fail("E_SHAPE", { what: `${equation.primitive.name} needs the axis ${name}` });
  return axis;
};

/** What stands for an input that is not there. */
export const fallback: Atom = { kind: "const", dtype: "f64", value: Number.NaN };

const placeStep: Step = (m, equation) => {
  const contest = contests.get(equation.primitive);
  const from = required(equation, "from");
  const keys = m.read(equation.inputs[0] ?? fallback, from);
  const starts = m.t.starts(from, axisSetting(equation.settings, "to"));
  return Float64Array.from(starts.subarray(1), (end, j) => (contest ? placeIn(contest, keys, starts[j] ?? 0, end) : 0));
};

/** The chances of the items of a tally, kind by kind, under each element of its outer axis. */
const gathered = (m: Running, equation: Equation, chances: readonly Atom[]): readonly (readonly number[])[][] => {
  const from = required(equation, "from");
  const kinds = chances.map((p) => m.read(p, from));
  const starts = m.t.starts(from, axisSetting(equation.settings, "to"));
  const itemsOf = (first: number, end: number) =>
    Array.from({ length: end - first }, (_, k) => kinds.map((p) => p[first + k] ?? 0));
  return Array.from(starts.subarray(1), (end, j) => itemsOf(starts[j] ?? 0, end));
};

/** How the interpreter numbers, counts and chooses the items of lists. */
export const listSteps: ReadonlyMap<Primitive, Step> = new Map<Primitive, Step>([
  ...[...contests.keys()].map((primitive) => [primitive, placeStep] as const),
  [one, (m, e) => new Float64Array(m.t.of(required(e, "axis")).count).fill(1)],
  [
    size,
    (m, e) => {
      const axis = required(e, "axis");
      const { of } = axis.onto;
      const starts = m.t.starts(of ?? axis, axis.onto.parent ?? null);
      return Float64Array.from({ length: starts.length - 1 }, (_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0));
    },
  ],
  [
    position,
    (m, e) => {
      const axis = required(e, "axis");
      const table = m.t.of(axis);
      if (axis.extent.kind === "range" || axis.extent.kind === "fixed") return Float64Array.from(table.rows);
      const owner = axisSetting(e.settings, "owner");
      const starts = m.t.starts(axis, owner);
      const under = owner ? m.t.ancestors(axis, owner) : undefined;
      return Float64Array.from({ length: table.count }, (_, i) => i - (starts[under?.[i] ?? 0] ?? 0));
    },
  ],
  [
    earlier,
    (m, e) => {
      const [mask = fallback] = e.inputs;
      const axis = required(e, "axis");
      const owner = axisSetting(e.settings, "owner");
      const under = owner ? m.t.ancestors(axis, owner) : undefined;
      const holds = m.read(mask, axis);
      let [count, current] = [0, -1];
      return holds.map((held, i) => {
        const group = under?.[i] ?? 0;
        if (group !== current) [count, current] = [0, group];
        const before = count;
        if (held !== 0) count += 1;
        return before;
      });
    },
  ],
  [
    at,
    (m, e) => {
      const [x = fallback, k = fallback] = e.inputs;
      const axis = required(e, "axis");
      const owner = axisSetting(e.settings, "owner");
      const place = e.output.axis;
      const values = m.read(x, axis);
      const index = m.read(k, place);
      const starts = m.t.starts(axis, owner);
      const under = owner && place ? m.t.ancestors(place, owner) : undefined;
      return index.map((j, i) => {
        const o = under?.[i] ?? 0;
        const start = starts[o] ?? 0;
        return j >= 0 && start + j < (starts[o + 1] ?? 0) ? (values[start + j] ?? 0) : 0;
      });
    },
  ],
  [
    take,
    (m, e) => {
      const axis = required(e, "axis");
      const values = m.read(e.inputs[0] ?? fallback, axis.onto.of ?? axis);
      return Float64Array.from(m.t.of(axis).rows, (i) => values[i] ?? 0);
    },
  ],
  [
    tally,
    (m, e) => {
      const [code = fallback, ...chances] = e.inputs;
      const items = gathered(m, e, chances);
      return m
        .read(code, e.output.axis)
        .map((c, i) => tallied(items[i]?.flat() ?? [], items[i]?.length ?? 0, chances.length, c));
    },
  ],
  [
    tallyWithout,
    (m, e) => {
      const [code = fallback, , ...chances] = e.inputs;
      const codes = m.read(code, axisSetting(e.settings, "to"));
      const kinds = chances.length;
      return Float64Array.from(
        gathered(m, e, chances).flatMap((items, i) => {
          const all: number[] = [];
          talliedWithout(all, items.flat(), items.length, kinds, codes[i] ?? 0);
          return items.map((_, k) => all[k * kinds + Number(e.settings.kind)] ?? 0);
        }),
      );
    },
  ],
]);
