import type { Expression, PrivateIdentifier, Super } from "acorn";

/** The names that an expression mentions as values. */
export const usesOf = (node: Expression | Super | PrivateIdentifier): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (
    part: unknown,
    parent?: { readonly type?: string; readonly computed?: boolean },
    key?: string,
  ): void => {
    if (Array.isArray(part)) for (const item of part) visit(item, parent, key);
    else if (typeof part === "object" && part !== null && "type" in part) {
      const inner = part as { readonly type: string; readonly name?: string; readonly computed?: boolean };
      const isName =
        parent &&
        ((parent.type === "MemberExpression" && key === "property") || (parent.type === "Property" && key === "key"));
      if (inner.type === "Identifier" && inner.name && !(isName && !parent.computed)) names.add(inner.name);
      for (const [name, value] of Object.entries(part)) visit(value, inner, name);
    }
  };
  visit(node);
  return names;
};
