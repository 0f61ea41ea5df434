import type { AssignmentProperty, ObjectPattern, Pattern } from "acorn";
import { constant } from "../program/index.ts";
import { again } from "./again.ts";
import { coalesce } from "./choose.ts";
import { type Context, located, outside } from "./context.ts";
import { bound, type Environment } from "./environment.ts";
import { itemNumber } from "./item-at.ts";
import { listMethods } from "./lists.ts";
import { numberOf } from "./meaning.ts";
import { memberOf } from "./members.ts";
import { procedureOf } from "./procedure.ts";
import { missing, type Value } from "./value.ts";

const itemOf = (context: Context, value: Value, k: number): Value => {
  if (value.kind === "tuple") return value.items[k] ?? missing;
  if (value.kind === "list") return itemNumber(context.b, value, k);
  if (value.kind === "array") return procedureOf(context.b)?.item(value, numberOf(constant(k, "i32"))) ?? missing;
  return missing;
};

const itemsFrom = ({ b }: Context, value: Value, k: number): Value => {
  if (value.kind === "tuple") return { kind: "tuple", items: value.items.slice(k) };
  if (value.kind === "array")
    return (
      procedureOf(b)
        ?.method(value, "slice")
        ?.call([numberOf(constant(k, "i32"))]) ?? missing
    );
  const slice = value.kind === "list" ? listMethods.slice : undefined;
  return slice && value.kind === "list" ? slice(b, again(b, value), [numberOf(constant(k))]) : missing;
};

const nameOf = ({ key, computed }: AssignmentProperty): string | undefined => {
  if (key.type === "Identifier" && !computed) return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
};

const namesBefore = ({ properties }: ObjectPattern): ReadonlySet<string | undefined> =>
  new Set(properties.flatMap((property) => (property.type === "RestElement" ? [] : [nameOf(property)])));

const without = (value: Value, names: ReadonlySet<string | undefined>): Value => {
  if (value.kind !== "record") return value;
  const rest = value.names.filter((name) => !names.has(name));
  return { ...value, names: rest, get: (name) => (names.has(name) ? undefined : value.get(name)) };
};

/** Binds the names of a pattern to the parts of a value. */
export const bindPattern = (
  context: Context,
  pattern: Pattern,
  value: Value,
  environment: Environment,
): Environment => {
  switch (pattern.type) {
    case "Identifier":
      return bound(environment, pattern.name, procedureOf(context.b)?.named(value) ?? value);
    case "AssignmentPattern":
      return bindPattern(
        context,
        pattern.left,
        coalesce(context.b, value, context.evaluate(context, pattern.right, environment)),
        environment,
      );
    case "ObjectPattern":
      return pattern.properties.reduce((names, property) => {
        if (property.type === "RestElement")
          return bindPattern(context, property.argument, without(value, namesBefore(pattern)), names);
        const name = nameOf(property);
        if (name === undefined)
          throw outside(context, property, "a computed member in a pattern is not in the language", "name the member");
        const optional = property.value.type === "AssignmentPattern";
        return bindPattern(
          context,
          property.value,
          located(context, property, () => memberOf(context, value, name, property, optional)),
          names,
        );
      }, environment);
    case "ArrayPattern":
      return pattern.elements.reduce((names, element, k) => {
        if (element?.type === "RestElement")
          return bindPattern(context, element.argument, itemsFrom(context, value, k), names);
        return element ? bindPattern(context, element, itemOf(context, value, k), names) : names;
      }, environment);
    default:
      throw outside(context, pattern, `a ${pattern.type} is not in the language here`, "name the arguments one by one");
  }
};
