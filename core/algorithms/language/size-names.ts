import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isWhole, polynomialOf } from "./bounds.ts";

const known = new WeakMap<ArrayBuilder, Map<string, string>>();

/** Says what a size is called in the types of the inputs. */
export const nameSize = (b: ArrayBuilder, size: Atom, name: string): void => {
  const names = known.get(b) ?? new Map<string, string>();
  if (size.kind === "var") names.set(String(size.id), name);
  known.set(b, names);
};

/** A size for people: `n - 1`; `?` where it depends on more than the sizes of the inputs. */
export const showSize = (b: ArrayBuilder, size: Atom): string => {
  if (size.kind === "const") return String(size.value);
  const names = known.get(b);
  if (!isWhole(b, size) || !names) return "?";
  const terms: { readonly isBelow: boolean; readonly text: string }[] = [];
  for (const [key, factor] of polynomialOf(b, size)) {
    const variables = key === "" ? [] : key.split(",").map((id) => names.get(id));
    if (variables.includes(undefined)) return "?";
    const count = Math.abs(factor);
    const words = [...(count === 1 && key !== "" ? [] : [String(count)]), ...variables];
    terms.push({ isBelow: factor < 0, text: words.join(" * ") });
  }
  return terms.reduce(
    (text, { isBelow, text: term }) =>
      text === "" ? `${isBelow ? "-" : ""}${term}` : `${text} ${isBelow ? "-" : "+"} ${term}`,
    "",
  );
};
