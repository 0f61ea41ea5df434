import type { Primal } from "../../program/index.ts";
import { functionsByName } from "./functions.ts";
import type { Callable } from "./instance.ts";
import type { Called } from "./writer.ts";

/** A function as a kernel calls it. */
export const callable = ({ f, inputs }: Called): Callable => {
  const call = f as unknown as (...given: readonly Primal[]) => Primal;
  if (!inputs.includes("truth")) return (...given) => Number(call(...given));
  return (...given) => Number(call(...given.map((x, k) => (inputs[k] === "truth" ? x !== 0 : x))));
};

const names: ReadonlyMap<unknown, string> = new Map([...functionsByName].map(([name, f]) => [f, name]));

/** The names by which another thread finds functions; undefined where it has not all of them. */
export const namesOf = (called: readonly Called[]): readonly string[] | undefined => {
  const found = called.flatMap(({ f }) => names.get(f) ?? []);
  return found.length === called.length ? found : undefined;
};
