import { div, pow, sqrt } from "../primitives/index.ts";
import type { Equation, Primitive } from "../program/index.ts";
import { isShortPower } from "./short-power.ts";

/** Whether an equation costs more than reading a number from memory. */
export const isDear = ({ primitive, inputs }: Equation): boolean => {
  if (primitive.kind !== "elementwise") return false;
  const [, y] = inputs;
  const isShort = primitive === pow.primitive && y?.kind === "const" && isShortPower(Number(y.value));
  return !isShort && (primitive.lower === undefined || (primitive.ulp ?? 0) > 0);
};

const slow: ReadonlySet<Primitive> = new Set([div.primitive, sqrt.primitive]);

/** Whether an equation keeps a processor waiting: quotients and roots do, too. */
export const isSlow = (equation: Equation): boolean => slow.has(equation.primitive) || isDear(equation);
