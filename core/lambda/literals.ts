import type { ArrayExpression, ObjectExpression } from "acorn";
import { again } from "./again.ts";
import { joined } from "./choose.ts";
import { type Context, outside } from "./context.ts";
import type { Environment } from "./environment.ts";
import { procedureOf } from "./procedure.ts";
import {
  type ArrayValue,
  describe,
  type ListValue,
  missing,
  type RecordValue,
  type TupleValue,
  type Value,
} from "./value.ts";

/** An object written out, with others spread into it. */
export const objectOf = (context: Context, node: ObjectExpression, environment: Environment): Value => {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const value = context.evaluate(context, property.argument, environment);
      if (value.kind !== "record")
        throw outside(
          context,
          property,
          `${describe(value)} cannot be spread into an object`,
          "spread an object, or name the members",
        );
      for (const name of value.names) {
        const field = value.get(name);
        if (field) fields.set(name, field);
      }
      continue;
    }
    const { key } = property;
    const computed = property.computed ? context.evaluate(context, key, environment) : undefined;
    const name =
      computed?.kind === "text"
        ? computed.text
        : property.computed
          ? undefined
          : key.type === "Identifier"
            ? key.name
            : key.type === "Literal"
              ? String(key.value)
              : undefined;
    if (name === undefined || property.kind !== "init")
      throw outside(
        context,
        property,
        "this member of an object is not in the language",
        "give members by name: ({ pt: ev.met })",
      );
    fields.set(name, context.evaluate(context, property.value, environment));
  }
  const record: RecordValue = { kind: "record", names: [...fields.keys()], get: (name) => fields.get(name) };
  return record;
};

/** What stands in an array written out, with others spread into it. */
const partsOf = (
  context: Context,
  node: ArrayExpression,
  environment: Environment,
): readonly (ArrayValue | TupleValue)[] =>
  node.elements.map((element) => {
    if (element?.type !== "SpreadElement")
      return { kind: "tuple", items: [element ? context.evaluate(context, element, environment) : missing] };
    const value = context.evaluate(context, element.argument, environment);
    if (value.kind === "tuple" || value.kind === "array") return value;
    throw outside(context, element, `${describe(value)} cannot be spread into an array`, "spread an array");
  });

/** An array written out; lists spread into one are a list. */
export const arrayOf = (context: Context, node: ArrayExpression, environment: Environment): Value => {
  const procedure = procedureOf(context.b);
  if (procedure && node.elements.some((element) => element?.type === "SpreadElement")) {
    const joined = procedure.joined(partsOf(context, node, environment));
    if (joined) return joined;
  }
  const lists: ListValue[] = [];
  const items = node.elements.flatMap((element) => {
    if (element === null) return [missing];
    if (element.type !== "SpreadElement") return [context.evaluate(context, element, environment)];
    const value = context.evaluate(context, element.argument, environment);
    if (value.kind === "tuple") return value.items;
    if (value.kind !== "list")
      throw outside(context, element, `${describe(value)} cannot be spread into an array`, "spread an array or a list");
    lists.push(again(context.b, value));
    return [];
  });
  const [first, ...others] = lists;
  if (!first) return { kind: "tuple", items };
  if (items.length === 0) return others.reduce((all, list) => joined(context.b, all, list), first);
  throw outside(
    context,
    node,
    "an array has lists or items written out, not both",
    "join lists: [...ev.muon, ...ev.jet]",
  );
};
