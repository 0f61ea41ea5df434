import { add, max, min } from "../../primitives/index.ts";
import type { Primitive } from "../../program/index.ts";
import { eachStep, operandsOf } from "./each-step.ts";
import { isLiteral, type Local, type Operand, plainSteps, type Step } from "./low.ts";

export type Loop = Extract<Step, { do: "for" }>;

/** How a variable comes to its value by all turns of a loop, in any order. */
export interface Reduction {
  readonly by: "add" | "max" | "min";
  readonly target: number;
  readonly value: Operand;
}

/** A variable that has in each turn what another one came to in the turn before. */
export interface Delayed {
  readonly target: Local;
  readonly value: Operand;
}

/** A loop whose turns do not depend on each other, but for what they know of the turn before without waiting for it. */
export interface Independent {
  /** What each of these steps adds to a variable. */
  readonly reductions: ReadonlyMap<Step, Reduction>;
  /** Steps that are part of such a step. */
  readonly parts: ReadonlySet<Step>;
  /** By the step that lets a variable go on; and the same by the step after which its value is there. */
  readonly delayed: ReadonlyMap<Step, Delayed>;
  readonly known: ReadonlyMap<Step, readonly Delayed[]>;
}

const reducers: ReadonlyMap<Primitive, Reduction["by"]> = new Map<Primitive, Reduction["by"]>([
  [add.primitive, "add"],
  [max.primitive, "max"],
  [min.primitive, "min"],
]);

const isVariable = (operand: Operand, id: number): boolean => !isLiteral(operand) && operand.id === id;

/** At which places of a list of steps each variable is read, as often as it is. */
type Reads = ReadonlyMap<number, readonly number[]>;

const note = (places: Map<number, number[]>, id: number, at: number): void => {
  const before = places.get(id);
  if (before) before.push(at);
  else places.set(id, [at]);
};

const readsIn = (body: readonly Step[]): Reads => {
  const reads = new Map<number, number[]>();
  body.forEach((whole, at) => {
    eachStep([whole], (step) => {
      operandsOf(step).forEach((operand) => {
        if (!isLiteral(operand)) note(reads, operand.id, at);
      });
    });
  });
  return reads;
};

const countOf = (reads: Reads, id: number): number => reads.get(id)?.length ?? 0;

/** At which places of a list of steps each variable gets a value. */
const makersIn = (body: readonly Step[]): ReadonlyMap<number, readonly number[]> => {
  const makers = new Map<number, number[]>();
  body.forEach((whole, at) => {
    eachStep([whole], (step) => {
      if ("out" in step) note(makers, step.out.id, at);
      if (step.do === "set" || step.do === "sum") note(makers, step.target.id, at);
    });
  });
  return makers;
};

/** `x = max(x, y)` where nothing else reads x or the maximum. */
const carried = (body: readonly Step[], reads: Reads, { target, value }: Extract<Step, { do: "set" }>) => {
  const step = body.find((other) => other.do === "elementwise" && isVariable(value, other.out.id));
  if (step?.do !== "elementwise" || target.kind !== "f64") return undefined;
  const by = reducers.get(step.primitive);
  const others = step.inputs.filter((input) => !isVariable(input, target.id));
  const [other] = others;
  const isAlone = countOf(reads, target.id) === 1 && countOf(reads, step.out.id) === 1;
  if (!by || !other || others.length !== 1 || !isAlone) return undefined;
  return { step, reduction: { by, target: target.id, value: other } };
};

/** The reductions of a loop that are written as carried variables. */
const reductionsIn = (body: readonly Step[], reads: Reads) => {
  const found = body.flatMap((step) => {
    const known = step.do === "set" ? carried(body, reads, step) : undefined;
    return known ? [{ set: step, ...known }] : [];
  });
  return {
    reductions: new Map<Step, Reduction>(found.map(({ set, reduction }) => [set, reduction])),
    parts: new Set<Step>(found.map(({ step }) => step)),
    targets: new Set(found.map(({ reduction }) => reduction.target)),
  };
};

const setIn = (steps: readonly Step[]): ReadonlySet<number> => {
  const found = new Set<number>();
  eachStep(steps, (step) => {
    if (step.do === "set") found.add(step.target.id);
  });
  return found;
};

/** The variables of a loop that are a turn late: what they go on with is there before they are read. */
const delayedIn = (body: readonly Step[], reads: Reads) => {
  const delayed = new Map<Step, Delayed>();
  const known = new Map<Step, readonly Delayed[]>();
  if (!body.some((step) => step.do === "set")) return { delayed, known };
  const makers = makersIn(body);
  for (const [end, step] of body.entries()) {
    if (step.do !== "set" || step.target.kind !== "f64" || isLiteral(step.value)) continue;
    const { target, value } = step;
    const at = makers.get(value.id)?.at(-1) ?? -1;
    const isSetOnce = makers.get(target.id)?.every((place) => place === end) === true;
    const isLate = (reads.get(target.id) ?? []).every((place) => place > at && place < end);
    const from = body[at];
    if (!from || at >= end || !isSetOnce || !isLate) continue;
    delayed.set(step, { target, value });
    known.set(from, [...(known.get(from) ?? []), { target, value }]);
  }
  return { delayed, known };
};

/**
 * What makes the turns of a loop independent; undefined where they are not. Of a condition both branches may be computed, so
 * they do nothing but compute.
 * @param uses - how often each variable is read, in the loop and elsewhere
 */
export const independent = ({ body }: Loop, uses: ReadonlyMap<number, number>): Independent | undefined => {
  if (body.some((step) => !plainSteps.has(step.do))) return undefined;
  const changing = setIn(body);
  const reads: Reads = changing.size > 0 ? readsIn(body) : new Map();
  const { reductions, parts, targets } = reductionsIn(body, reads);
  const { delayed, known } = delayedIn(body, reads);
  /** Variables that the turn has set, of those that it sets before it reads them. */
  let own: ReadonlySet<number> = new Set();
  const isKnown = (operand: Operand): boolean =>
    isLiteral(operand) || (!targets.has(operand.id) && (!changing.has(operand.id) || own.has(operand.id)));
  const fits = (step: Step, isInside: boolean): boolean => {
    if (parts.has(step) || reductions.has(step)) return true;
    if (delayed.has(step)) return isKnown((step as Extract<Step, { do: "set" }>).value);
    if (!(step.do === "sum" ? isKnown(step.value) : operandsOf(step).every(isKnown))) return false;
    switch (step.do) {
      case "elementwise":
        return !isInside || step.primitive.lower !== undefined;
      case "whole":
      case "load":
        return true;
      case "store":
      case "gain":
        return !isInside;
      case "sum": {
        const { target, value } = step;
        if (own.has(target.id)) return true;
        reductions.set(step, { by: "add", target: target.id, value });
        return !changing.has(target.id);
      }
      case "set": {
        const { kind, id } = step.target;
        own = new Set([...own, id]);
        return kind !== "i32" && (uses.get(id) ?? 0) === countOf(reads, id);
      }
      case "if": {
        const before = own;
        const isFit = (steps: readonly Step[]): boolean => {
          own = before;
          return steps.every((inner) => fits(inner, true));
        };
        if (!isFit(step.yes)) return false;
        const after = own;
        if (!isFit(step.no)) return false;
        own = new Set([...own].filter((id) => after.has(id)));
        return true;
      }
      default:
        return false;
    }
  };
  const isFit = (step: Step): boolean => {
    if (!fits(step, false)) return false;
    for (const { target } of known.get(step) ?? []) own = new Set([...own, target.id]);
    return true;
  };
  return body.every(isFit) ? { reductions, parts, delayed, known } : undefined;
};
