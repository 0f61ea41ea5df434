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

const read = (f: object, names: Set<string>): void => {
  const { params, body } = parseLambda(f);
  collect(params, names);
  collect(body, names);
};

const isReadable = (f: object): boolean => !("primitive" in f) && !/\[native code\]/.test(String(f));

/** What a value of a scope hands on; the names of a function are read. */
const inside = (value: object, names: Set<string>): readonly unknown[] => {
  if (ArrayBuffer.isView(value)) return [];
  if (typeof value !== "function") return Object.values(value);
  const helper = behind(value);
  if (helper) read(helper.f, names);
  else if (isReadable(value)) read(value, names);
  return helper ? Object.values(helper.scope) : [];
};

/** Every name that a lambda, or a function in its scope, mentions: a superset of the columns it can read. */
export const mentionsOf = (f: object, scope: Scope): Set<string> => {
  const names = new Set<string>();
  read(f, names);
  // a scope may be deep, and a helper may be in its own scope
  const seen = new Set<unknown>();
  const open: unknown[] = Object.values(scope);
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value === "string") names.add(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const part of inside(value, names)) open.push(part);
  }
  return names;
};
