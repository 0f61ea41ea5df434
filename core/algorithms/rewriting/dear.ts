import { pow } from "../../primitives/index.ts";
import type { Equation } from "../../program/index.ts";
import { isShortPower } from "./short-power.ts";

/** Whether an equation costs more than reading a number from memory. */
export const isDear = ({ primitive, inputs }: Equation): boolean => {
  if (primitive.kind !== "elementwise") return false;
  const [, y] = inputs;
  const isShort = primitive === pow.primitive && y?.kind === "const" && isShortPower(Number(y.value));
  return !isShort && (primitive.lower === undefined || (primitive.ulp ?? 0) > 0);
};
