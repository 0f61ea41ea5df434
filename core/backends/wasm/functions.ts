import type { Callable } from "./instance.ts";

/** The functions that every thread has under one name: those of `Math`, and the remainder. */
export const functionNamed = (name: string): Callable | undefined => {
  if (name === "%") return (x = Number.NaN, y = Number.NaN) => x % y;
  const f: unknown = Object.hasOwn(Math, name) ? Math[name as keyof Math] : undefined;
  return typeof f === "function" ? (f as Callable) : undefined;
};
