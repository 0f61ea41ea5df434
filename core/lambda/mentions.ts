import { behind, type Scope } from "./lambda.ts";
import { parseLambda } from "./source.ts";

/** The names that lambdas mention. */
export interface Mentions {
  readonly names: ReadonlySet<string>;
  /** Those of the names of which more is read than how many items there are: all that stand but in `ev.name.length`. */
  readonly items: ReadonlySet<string>;
}

interface Found {
  readonly names: Set<string>;
  readonly items: Set<string>;
}

interface Part {
  readonly type?: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly computed?: boolean;
  readonly object?: Part;
  readonly property?: Part;
}

const memberOf = ({ type, computed, property }: Part): unknown =>
  type === "MemberExpression" && computed === false ? property?.name : undefined;

const collect = (part: unknown, found: Found): void => {
  if (Array.isArray(part)) for (const item of part) collect(item, found);
  else if (typeof part === "object" && part !== null) {
    const node = part as Part;
    const named = node.type === "Identifier" ? node.name : node.type === "Literal" ? node.value : undefined;
    if (typeof named === "string") mention(named, found);
    const counted = memberOf(node) === "length" && node.object ? memberOf(node.object) : undefined;
    if (typeof counted === "string") {
      found.names.add(counted);
      collect([node.object?.object, node.property], found);
    } else for (const value of Object.values(part)) collect(value, found);
  }
};

const mention = (name: string, { names, items }: Found): void => {
  names.add(name);
  items.add(name);
};

const read = (f: object, found: Found): void => {
  const { params, body } = parseLambda(f);
  collect(params, found);
  collect(body, found);
};

const isReadable = (f: object): boolean => !("primitive" in f) && !/\[native code\]/.test(String(f));

/** What a value of a scope hands on; the names of a function are read. */
const inside = (value: object, found: Found): readonly unknown[] => {
  if (ArrayBuffer.isView(value)) return [];
  if (typeof value !== "function") return Object.values(value);
  const helper = behind(value);
  if (helper) read(helper.f, found);
  else if (isReadable(value)) read(value, found);
  return helper ? Object.values(helper.scope) : [];
};

/** Every name that a lambda, or a function in its scope, mentions: a superset of the columns it can read. */
export const mentionsOf = (f: object, scope: Scope): Mentions => {
  const found: Found = { names: new Set(), items: new Set() };
  read(f, found);
  // a scope may be deep, and a helper may be in its own scope
  const seen = new Set<unknown>();
  const open: unknown[] = Object.values(scope);
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value === "string") mention(value, found);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const part of inside(value, found)) open.push(part);
  }
  return found;
};
