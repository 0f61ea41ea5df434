import type { Expression, Node, Pattern, PrivateIdentifier, Statement, Super } from "acorn";
import { type Context, outside } from "./context.ts";

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

/** The names that a pattern binds. */
export const boundBy = (pattern: Pattern): readonly string[] => {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return boundBy(pattern.left);
    case "RestElement":
      return boundBy(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? boundBy(element) : []));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundBy(property.type === "RestElement" ? property : property.value),
      );
    default:
      return [];
  }
};

/** The names that the statements of a block declare for themselves. */
export const declaredIn = (statements: readonly Statement[]): readonly string[] =>
  statements.flatMap((node) =>
    node.type === "VariableDeclaration" ? node.declarations.flatMap(({ id }) => boundBy(id)) : [],
  );

const visit = (part: unknown, each: (node: Node & Readonly<Record<string, unknown>>) => void): void => {
  if (Array.isArray(part)) for (const item of part) visit(item, each);
  else if (typeof part === "object" && part !== null && "type" in part) {
    each(part as Node & Readonly<Record<string, unknown>>);
    for (const value of Object.values(part)) visit(value, each);
  }
};

interface Assigned {
  readonly name: string;
  readonly node: Node;
}

const nameIn = (node: unknown): string | undefined =>
  typeof node === "object" && node !== null && "type" in node && node.type === "Identifier" && "name" in node
    ? String(node.name)
    : undefined;

/** The assignments below a node to variables that are not declared below it. */
const outerAssignments = (top: Node): readonly Assigned[] => {
  const own = new Set<string>();
  const assigned: Assigned[] = [];
  visit(top, (node) => {
    const params = Array.isArray(node.params) ? (node.params as readonly Pattern[]) : [];
    const declared = node.type === "VariableDeclarator" ? [node.id as Pattern] : [];
    for (const pattern of [...params, ...declared]) for (const name of boundBy(pattern)) own.add(name);
    const target =
      node.type === "AssignmentExpression" ? node.left : node.type === "UpdateExpression" ? node.argument : undefined;
    const name = nameIn(target);
    if (name) assigned.push({ name, node });
  });
  return assigned.filter(({ name }) => !own.has(name));
};

/** The variables around a statement that it assigns. */
export const assignedIn = (statement: Statement): readonly string[] => [
  ...new Set(outerAssignments(statement).map(({ name }) => name)),
];

/**
 * Makes sure that a function inside a lambda assigns only its own variables.
 * @throws E_LAMBDA at an assignment to a variable around it
 */
export const refuseOuterAssignment = (context: Context, f: Node): void => {
  const [outer] = outerAssignments(f);
  if (outer)
    throw outside(
      context,
      outer.node,
      `${outer.name} is assigned inside a function, which may run any number of times`,
      "list.reduce((s, x) => s + x, 0), or for (const x of list) s += x;",
    );
};
