import { add, max, min } from "../../primitives/index.ts";
import type { Primitive } from "../../program/index.ts";
import { operandsOf } from "./each-step.ts";
import { isLiteral, type Operand, type Step } from "./low.ts";

export type Loop = Extract<Step, { do: "for" }>;

/** How a variable comes to its value by all turns of a loop, in any order. */
export interface Reduction {
  readonly by: "add" | "max" | "min";
  readonly target: number;
  readonly value: Operand;
}

/** A loop whose turns do not depend on each other. */
export interface Independent {
  /** What each of these steps adds to a variable. */
  readonly reductions: ReadonlyMap<Step, Reduction>;
  /** Steps that are part of such a step. */
  readonly parts: ReadonlySet<Step>;
}

const reducers: ReadonlyMap<Primitive, Reduction["by"]> = new Map<Primitive, Reduction["by"]>([
  [add.primitive, "add"],
  [max.primitive, "max"],
  [min.primitive, "min"],
]);

const plain: ReadonlySet<Step["do"]> = new Set(["elementwise", "whole", "load", "store", "gain"]);

const isVariable = (operand: Operand, id: number): boolean => !isLiteral(operand) && operand.id === id;

const readsIn = (body: readonly Step[], id: number): number =>
  body.reduce((count, step) => count + operandsOf(step).filter((operand) => isVariable(operand, id)).length, 0);

/** `x = max(x, y)` where nothing else reads x or the maximum. */
const carried = (body: readonly Step[], { target, value }: Extract<Step, { do: "set" }>) => {
  const step = body.find((other) => other.do === "elementwise" && isVariable(value, other.out.id));
  if (step?.do !== "elementwise" || target.kind !== "f64") return undefined;
  const by = reducers.get(step.primitive);
  const others = step.inputs.filter((input) => !isVariable(input, target.id));
  const [other] = others;
  const isAlone = readsIn(body, target.id) === 1 && readsIn(body, step.out.id) === 1;
  if (!by || !other || others.length !== 1 || !isAlone) return undefined;
  return { step, reduction: { by, target: target.id, value: other } };
};

/** What makes the turns of a loop independent; undefined where they are not. */
export const independent = ({ body }: Loop): Independent | undefined => {
  const reductions = new Map<Step, Reduction>();
  const parts = new Set<Step>();
  const targets = new Set<number>();
  for (const step of body) {
    if (plain.has(step.do)) continue;
    if (step.do === "sum") {
      reductions.set(step, { by: "add", target: step.target.id, value: step.value });
      continue;
    }
    const found = step.do === "set" ? carried(body, step) : undefined;
    if (!found || targets.has(found.reduction.target)) return undefined;
    targets.add(found.reduction.target);
    reductions.set(step, found.reduction);
    parts.add(found.step);
  }
  return { reductions, parts };
};
