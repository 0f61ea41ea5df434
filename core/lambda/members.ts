import type { Node } from "acorn";
import { constant } from "../program/index.ts";
import { type Context, outside } from "./context.ts";
import { numberOf } from "./meaning.ts";
import { refuse } from "./source.ts";
import { describe, missing, type Value } from "./value.ts";

const near = (names: readonly string[]): string => {
  const shown = names.slice(0, 24).map((name) => JSON.stringify(name));
  return `one of ${shown.join(", ")}${names.length > 24 ? `, ... (${names.length} in all)` : ""}`;
};

/**
 * Member `name` of a value; `optional` members that are not there are missing, others an error.
 * @throws E_COLUMN for a name that the record does not have
 */
export const memberOf = (
  context: Context,
  value: Value,
  name: string,
  node: Pick<Node, "start" | "end">,
  optional: boolean,
): Value => {
  if (value.kind === "missing") return missing;
  if (value.kind === "record") {
    const field = value.get(name);
    if (field) return field;
    if (optional) return missing;
    throw refuse(
      "E_COLUMN",
      context.text,
      node,
      `there is no ${JSON.stringify(name)} here`,
      value.names.length > 0 ? near(value.names) : undefined,
    );
  }
  if (name === "length" && value.kind === "array") return numberOf(value.length);
  if (name === "length" && value.kind === "list") return numberOf(value.length());
  if (name === "length" && value.kind === "tuple") return numberOf(constant(value.items.length));
  if (value.kind === "list")
    throw outside(
      context,
      node,
      `a list has no member ${JSON.stringify(name)}`,
      `take it of each item: list.map((item) => item.${name})`,
    );
  throw outside(
    context,
    node,
    `${describe(value)} has no member ${JSON.stringify(name)}`,
    "take members of objects, length of lists and arrays",
  );
};
