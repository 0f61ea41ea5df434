import { parseLambda } from "./source.ts";

interface Part {
  readonly type?: string;
  readonly name?: unknown;
  readonly object?: unknown;
  readonly property?: unknown;
  readonly computed?: boolean;
}

const isNamed = (part: unknown, name: string): boolean =>
  typeof part === "object" && part !== null && (part as Part).type === "Identifier" && (part as Part).name === name;

/** True if a name stands anywhere but before a member: `ev` in `{ ...ev }`, not in `ev.met`. */
const standsAlone = (part: unknown, name: string): boolean => {
  if (Array.isArray(part)) return part.some((item) => standsAlone(item, name));
  if (typeof part !== "object" || part === null) return false;
  if (isNamed(part, name)) return true;
  const { type, object, property, computed } = part as Part;
  if (type !== "MemberExpression") return Object.values(part).some((value) => standsAlone(value, name));
  return (!isNamed(object, name) && standsAlone(object, name)) || (computed === true && standsAlone(property, name));
};

/**
 * True for a lambda that sees no more of its event than the members that it names: none that spreads it or hands it on.
 * @throws E_LAMBDA for text that is no function
 */
export const takesApart = (f: object): boolean => {
  const { params, body } = parseLambda(f);
  const [event, ...others] = params;
  if (event === undefined) return true;
  if (event.type === "ObjectPattern") return event.properties.every(({ type }) => type === "Property");
  return event.type === "Identifier" && !standsAlone([others, body], event.name);
};
