import { digamma, lgamma, remainder } from "../../numerics/index.ts";
import type { Callable } from "./instance.ts";

const mathematics = Object.getOwnPropertyNames(Math).flatMap((name): [string, Callable][] => {
  const f: unknown = Math[name as keyof Math];
  return typeof f === "function" ? [[name, f as Callable]] : [];
});

/** The functions that every thread has under one name: those of `Math`, and what lanes call for rare arguments. */
export const functionsByName: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ...mathematics,
  ...Object.entries({ "%": remainder, lgamma, digamma }).map(([name, f]): [string, Callable] => [name, f as Callable]),
]);
