import type { Operand, Step } from "./low.ts";

const none: readonly (readonly Step[])[] = [];

/** The lists of steps inside a step. */
export const insideOf = (step: Step): readonly (readonly Step[])[] => {
  if (step.do === "for") return [step.body];
  if (step.do === "while") return [step.test, step.body];
  return step.do === "if" ? [step.yes, step.no] : none;
};

/** Goes through all steps, also those inside of loops and branches. */
export const eachStep = (steps: readonly Step[], look: (step: Step) => void): void => {
  steps.forEach((step) => {
    look(step);
    insideOf(step).forEach((inner) => {
      eachStep(inner, look);
    });
  });
};

/** What a step itself reads. */
export const operandsOf = (step: Step): readonly Operand[] => {
  switch (step.do) {
    case "elementwise":
    case "whole":
    case "call":
      return step.inputs;
    case "load":
      return [step.from.at];
    case "store":
    case "gain":
      return [step.to.at, step.value];
    case "set":
      return [step.value];
    case "sum":
      return [step.target, step.value];
    case "reserve":
      return step.sizes;
    case "mark":
      return [];
    case "release":
      return [step.mark];
    case "clear":
      return [step.to.at, ...step.sizes];
    case "copy":
    case "gainAll":
      return [step.to.at, step.from.at, ...step.sizes];
    case "multiply":
      return [
        ...[step.m, step.n, step.k],
        ...[step.a, step.b, step.c].flatMap(({ address, row, column }) => [address.at, row, column]),
      ];
    case "for":
      return [step.count];
    case "while":
      return [step.holds, step.most, step.turns];
    case "if":
      return [step.test];
  }
};
