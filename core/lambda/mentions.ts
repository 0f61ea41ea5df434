import { behind, type Scope } from "./lambda.ts";
import { parseLambda } from "./source.ts";

const collect = (part: unknown, names: Set<string>): void => {
  if (Array.isArray(part)) for (const item of part) collect(item, names);
  else if (typeof part === "object" && part !== null) {
    const node = part as { readonly type?: string; readonly name?: unknown; readonly value?: unknown };
    if (node.type === "Identifier" && typeof node.name === "string") names.add(node.name);
    if (node.type === "Literal" && typeof node.value === "string") names.add(node.value);
    for (const value of Object.values(part)) collect(value, names);
  }
};

/** Every name that a lambda, or a function in its scope, mentions: a superset of the columns it can read. */
export const mentionsOf = (f: object, scope: Scope, names = new Set<string>()): Set<string> => {
  const { params, body } = parseLambda(f);
  collect(params, names);
  collect(body, names);
  for (const value of Object.values(scope)) collectFunctions(value, names);
  return names;
};

/** The names that a function mentions, or those in an array or object of a scope. */
const collectFunctions = (value: unknown, names: Set<string>): void => {
  if (typeof value === "string") names.add(value);
  if (typeof value === "function") {
    const helper = behind(value);
    if (helper) mentionsOf(helper.f, helper.scope, names);
    else if (!("primitive" in value) && !/\[native code\]/.test(String(value))) mentionsOf(value, {}, names);
  } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
    for (const part of Object.values(value)) collectFunctions(part, names);
};
