import type { Node } from "../../backends/index.ts";
import { eachStep, operandsOf } from "./each-step.ts";
import { isLiteral, plainSteps, type Step } from "./low.ts";
import { bulk } from "./wasm-bulk.ts";
import { multiply } from "./wasm-multiply.ts";
import { bytesOf, endOf, inLines } from "./wasm-sizes.ts";
import { vectorLoop } from "./wasm-vector-loop.ts";
import {
  as,
  elementwise,
  getter,
  limitInput,
  loaded,
  set,
  simple,
  topInput,
  type Writer,
  whole,
  wholeValue,
} from "./wasm-writer.ts";

/** Steps that only make a value of others. */
const isPure = (step: Step): boolean => step.do === "elementwise" || step.do === "whole" || step.do === "load";

/** Values that are read once, by a step that comes after nothing but pure steps: they are computed where they are read. */
const readInPlace = (w: Writer, steps: readonly Step[]): ReadonlySet<number> => {
  const open = new Set<number>();
  const found = new Set<number>();
  for (const step of steps) {
    if (plainSteps.has(step.do))
      for (const operand of operandsOf(step)) if (!isLiteral(operand) && open.has(operand.id)) found.add(operand.id);
    if (!isPure(step)) open.clear();
    else if ("out" in step && w.uses.get(step.out.id) === 1) open.add(step.out.id);
  }
  return found;
};

/** Longer chains of values that are read once are cut, so that nothing recurses too deep. */
const longest = 40;

type Write = { readonly [K in Step["do"]]: (w: Writer, step: Extract<Step, { do: K }>) => void };

const callOut = (w: Writer, name: string, ...inputs: readonly Node[]): void => {
  for (const input of inputs) w.body.write.push(input);
  w.body.write.op(
    "call",
    w.m.outside(name, [], () => 0),
  );
};

const write: Write = {
  elementwise: () => {},
  whole: () => {},
  load: () => {},
  store: (w, { to, value }) => {
    const { push, op } = w.body.write;
    push(whole(w, to.at));
    push(as(w, value, "f64"));
    op("f64.store", to.offset);
  },
  gain: (w, { to, value }) => {
    const { push, op, settle } = w.body.write;
    const at = whole(w, to.at);
    if (at.inputs.length > 0) settle(at);
    push(at);
    push(at);
    op("f64.load", to.offset);
    push(as(w, value, "f64"));
    op("f64.add");
    op("f64.store", to.offset);
  },
  set: (w, { target, value }) => set(w, target.id, target.kind, as(w, value, target.kind)),
  sum: (w, { target, value }) =>
    set(w, target.id, "f64", simple(w, "f64.add", "f64", as(w, target, "f64"), as(w, value, "f64"))),
  reserve: (w, { sizes, out }) => {
    const { op, push, local } = w.body.write;
    const place = local("i32");
    w.places.set(out.id, place);
    op("local.get", topInput);
    op("local.set", place);
    const end = local("f64");
    push(endOf(w, sizes));
    op("local.tee", end);
    push(simple(w, "f64.convert_i32_u", "f64", getter("i32", limitInput)));
    op("f64.gt");
    op("if");
    callOut(w, "grow", getter("f64", end));
    op("i32.trunc_sat_f64_u");
    op("local.set", limitInput);
    op("end");
    op("local.get", topInput);
    push(inLines(w, bytesOf(w, sizes)));
    op("i32.add");
    op("local.set", topInput);
  },
  mark: (w, { out }) => set(w, out.id, "i32", getter("i32", topInput)),
  release: (w, { mark }) => {
    w.body.write.push(whole(w, mark));
    w.body.write.op("local.set", topInput);
  },
  clear: (w, { to, sizes }) => bulk(w, "clear", to, undefined, bytesOf(w, sizes)),
  copy: (w, { to, from, sizes }) => bulk(w, "copy", to, from, bytesOf(w, sizes)),
  gainAll: (w, { to, from, sizes }) => bulk(w, "gain", to, from, bytesOf(w, sizes)),
  for: (w, step) => {
    if (vectorLoop(w, step)) return;
    const { turn, first, count, descending, body } = step;
    const start = w.body.constant("i32", first);
    const { op, push, settle, local } = w.body.write;
    const n = whole(w, count);
    if (n.inputs.length > 0) settle(n);
    const i = local("i32");
    const now = (): Node => getter("i32", i);
    w.places.set(turn.id, i);
    push(descending ? simple(w, "i32.sub", "i32", n, w.body.constant("i32", 1)) : start);
    op("local.set", i);
    push(n);
    push(start);
    op("i32.gt_s");
    op("if");
    op("loop");
    w.body.scope(() => w.steps(body));
    push(simple(w, descending ? "i32.sub" : "i32.add", "i32", now(), w.body.constant("i32", 1)));
    op("local.tee", i);
    push(descending ? start : n);
    op(descending ? "i32.ge_s" : "i32.lt_s");
    op("br_if", 0);
    op("end");
    op("end");
  },
  while: (w, { test, holds, body, turns, most, from }) => {
    const { op, push } = w.body.write;
    const limit = as(w, most, "f64");
    if (limit.inputs.length > 0) w.body.write.settle(limit);
    op("block");
    op("loop");
    w.body.scope(() => {
      w.steps(test);
      push(as(w, holds, "bool"));
      op("i32.eqz");
      op("br_if", 1);
      push(as(w, turns, "f64"));
      push(limit);
      op("f64.lt");
      op("i32.eqz");
      op("if");
      callOut(w, "stop", w.body.constant("f64", w.m.place(from)), limit);
      op("drop");
      op("end");
      w.steps(body);
      set(w, turns.id, "i32", simple(w, "i32.add", "i32", whole(w, turns), w.body.constant("i32", 1)));
    });
    op("br", 0);
    op("end");
    op("end");
  },
  if: (w, { test, yes, no }) => {
    const { op, push } = w.body.write;
    push(as(w, test, "bool"));
    op("if");
    w.body.scope(() => w.steps(yes));
    if (no.length > 0) {
      op("else");
      w.body.scope(() => w.steps(no));
    }
    op("end");
  },
  multiply,
  call: (w, { callee, inputs }) => {
    const { op, push } = w.body.write;
    push(getter("i32", topInput));
    for (const input of inputs) push(whole(w, input));
    op(
      "call",
      w.m.outside(callee, [], () => 0),
    );
    op("i32.trunc_sat_f64_u");
    op("local.set", limitInput);
  },
};

const computed = (w: Writer, step: Step): Node | undefined => {
  if (step.do === "elementwise") return elementwise(w, step);
  if (step.do === "whole") return wholeValue(w, step);
  return step.do === "load" ? loaded(w, step.from, step.out.kind) : undefined;
};

const depthOf = (depths: ReadonlyMap<number, number>, step: Step): number =>
  1 + Math.max(0, ...operandsOf(step).map((operand) => (isLiteral(operand) ? 0 : (depths.get(operand.id) ?? 0))));

/** Writes steps in their order. */
export const writeSteps = (w: Writer, steps: readonly Step[]): void => {
  const inPlace = readInPlace(w, steps);
  const depths = new Map<number, number>();
  for (const step of steps)
    w.body.scope(() => {
      const value = computed(w, step);
      if (!value || !("out" in step)) {
        (write[step.do] as (w: Writer, step: Step) => void)(w, step);
        return;
      }
      const depth = depthOf(depths, step);
      const isLater = inPlace.has(step.out.id) && depth < longest;
      depths.set(step.out.id, isLater ? depth : 0);
      if (!isLater) w.body.write.settle(value);
      w.values.set(step.out.id, value);
    });
};

/** How often each variable is read. */
export const countUses = (steps: readonly Step[], uses = new Map<number, number>()): Map<number, number> => {
  eachStep(steps, (step) => {
    operandsOf(step).forEach((operand) => {
      if (!isLiteral(operand)) uses.set(operand.id, (uses.get(operand.id) ?? 0) + 1);
    });
  });
  return uses;
};
