import { isHeld, isParameter, type Scope } from "../lambda/index.ts";
import { type Bindings, partOf, valueFrom } from "./bindings.ts";

const plainValue = (value: unknown, bindings: Bindings): unknown => {
  if (isParameter(value)) return valueFrom(bindings, value);
  if (isHeld(value)) return partOf(bindings, value.parameter, "anchor");
  if (Array.isArray(value)) return value.map((item: unknown) => plainValue(item, bindings));
  return typeof value === "object" && value !== null ? plainScope(value as Scope, bindings) : value;
};

/** A scope as the last argument of a lambda that is called as JavaScript: parameters are the numbers that are bound. */
export const plainScope = (scope: Scope, bindings: Bindings): Scope =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, plainValue(value, bindings)]));
