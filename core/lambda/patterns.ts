import type { Pattern } from "acorn";
import { bound, type Context, type Environment, located, outside } from "./context.ts";
import { itemNumber } from "./item-at.ts";
import { coalesce } from "./meaning.ts";
import { memberOf } from "./members.ts";
import { missing, type Value } from "./value.ts";

const itemOf = (context: Context, value: Value, k: number): Value => {
  if (value.kind === "tuple") return value.items[k] ?? missing;
  if (value.kind === "list") return itemNumber(context.b, value, k);
  return missing;
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
      return bound(environment, pattern.name, value);
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
          throw outside(context, property, "a rest pattern of an object is not in the language", "name the members");
        const { key } = property;
        const name =
          key.type === "Identifier" && !property.computed
            ? key.name
            : key.type === "Literal"
              ? String(key.value)
              : undefined;
        if (name === undefined)
          throw outside(context, property, "a computed member in a pattern is not in the language");
        const optional = property.value.type === "AssignmentPattern";
        return bindPattern(
          context,
          property.value,
          located(context, property, () => memberOf(context, value, name, property, optional)),
          names,
        );
      }, environment);
    case "ArrayPattern":
      return pattern.elements.reduce(
        (names, element, k) => (element ? bindPattern(context, element, itemOf(context, value, k), names) : names),
        environment,
      );
    default:
      throw outside(context, pattern, `a ${pattern.type} is not in the language`);
  }
};
