import type {
  Expression,
  Node,
  Pattern,
  PrivateIdentifier,
  Statement,
  Super,
  SwitchStatement,
  VariableDeclaration,
} from "acorn";
import { type Context, outside } from "./context.ts";

/** What is found of a part of a syntax tree, looked for once. */
const once = <K extends object, V>(find: (part: K) => V): ((part: K) => V) => {
  const known = new WeakMap<K, V>();
  return (part) => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const found = find(part);
    known.set(part, found);
    return found;
  };
};

/** The names that an expression mentions as values. */
export const usesOf = once((node: Expression | Super | PrivateIdentifier): ReadonlySet<string> => {
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
      for (const name of Object.keys(part)) {
        const value: unknown = Reflect.get(part, name);
        if (typeof value === "object") visit(value, inner, name);
      }
    }
  };
  visit(node);
  return names;
});

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
    node.type === "VariableDeclaration" && node.kind !== "var"
      ? node.declarations.flatMap(({ id }) => boundBy(id))
      : [],
  );

/** The statements of all cases of a switch. */
export const casesOf = ({ cases }: SwitchStatement): readonly Statement[] =>
  cases.flatMap(({ consequent }) => consequent);

interface Assigned {
  readonly name: string;
  readonly node: Node;
}

const nameIn = (node: unknown): string | undefined =>
  typeof node === "object" && node !== null && "type" in node && node.type === "Identifier" && "name" in node
    ? String(node.name)
    : undefined;

const isPattern = (node: unknown): node is Pattern =>
  typeof node === "object" &&
  node !== null &&
  "type" in node &&
  (node.type === "ArrayPattern" || node.type === "ObjectPattern");

const isFunction = (node: Node): boolean =>
  node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";

/** What a node declares for what is below it. */
const declaredBy = (node: Node & Readonly<Record<string, unknown>>, vars: "own" | "outer"): readonly string[] => {
  const loop = node.type === "ForStatement" ? node.init : node.type === "ForOfStatement" ? node.left : undefined;
  const inLoop = loop ? declaredIn([loop as Statement]) : [];
  if (node.type === "BlockStatement") return declaredIn(node.body as readonly Statement[]);
  if (node.type === "SwitchStatement") return declaredIn(casesOf(node as unknown as SwitchStatement));
  if (!isFunction(node)) return inLoop;
  const body = node.body as Node;
  const own = vars === "own" ? varsIn([body as Statement]) : [];
  return [...(node.params as readonly Pattern[]).flatMap(boundBy), ...own];
};

/** The assignments below a node to variables that are not declared below it; `var` counts as one, or as declared. */
const outerAssignments = (top: Node, vars: "own" | "outer"): readonly Assigned[] => {
  const assigned: Assigned[] = [];
  const look = (part: unknown, own: ReadonlySet<string>): void => {
    if (Array.isArray(part)) for (const item of part) look(item, own);
    if (Array.isArray(part) || typeof part !== "object" || part === null || !("type" in part)) return;
    const node = part as Node & Readonly<Record<string, unknown>>;
    const declared = declaredBy(node, vars);
    const inner = declared.length > 0 ? new Set([...own, ...declared]) : own;
    const target =
      node.type === "AssignmentExpression" ? node.left : node.type === "UpdateExpression" ? node.argument : undefined;
    const isVar = vars === "outer" && node.type === "VariableDeclaration" && node.kind === "var";
    const names = isVar
      ? (node as unknown as VariableDeclaration).declarations.flatMap(({ id }) => boundBy(id))
      : isPattern(target)
        ? boundBy(target)
        : [nameIn(target)].filter((name) => name !== undefined);
    for (const name of names) if (!inner.has(name)) assigned.push({ name, node });
    for (const value of Object.values(node)) if (typeof value === "object") look(value, inner);
  };
  look(top, new Set());
  return assigned;
};

/** The variables around a statement that it assigns. */
export const assignedIn = once((statement: Statement): readonly string[] => [
  ...new Set(outerAssignments(statement, "outer").map(({ name }) => name)),
]);

const assignedByFunction = once((f: Node): readonly Assigned[] => outerAssignments(f, "own"));

/**
 * Makes sure that a function inside a lambda assigns only its own variables.
 * @throws E_LAMBDA at an assignment to a variable around it
 */
export const refuseOuterAssignment = (context: Context, f: Node): void => {
  const [outer] = assignedByFunction(f);
  if (outer)
    throw outside(
      context,
      outer.node,
      `${outer.name} is assigned inside a function, which may run any number of times`,
      "list.reduce((s, x) => s + x, 0), or for (const x of list) s += x;",
    );
};

const leaves = new Map<string, "return" | "break" | "continue">([
  ["ReturnStatement", "return"],
  ["BreakStatement", "break"],
  ["ContinueStatement", "continue"],
]);
const loops = new Set(["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"]);

/** In which ways a statement may lead elsewhere than to what comes after it. */
export const waysOut = once((statement: Statement): ReadonlySet<"return" | "break" | "continue"> => {
  const found = new Set<"return" | "break" | "continue">();
  const look = (part: unknown, inside: ReadonlySet<string>): void => {
    if (Array.isArray(part)) for (const item of part) look(item, inside);
    else if (typeof part === "object" && part !== null && "type" in part) {
      if (part.type === "ArrowFunctionExpression" || part.type === "FunctionExpression") return;
      const way = leaves.get(String(part.type));
      if (way && !inside.has(way)) found.add(way);
      const own = loops.has(String(part.type))
        ? ["break", "continue"]
        : part.type === "SwitchStatement"
          ? ["break"]
          : [];
      const inner = own.length > 0 ? new Set([...inside, ...own]) : inside;
      for (const value of Object.values(part)) look(value, inner);
    }
  };
  look(statement, new Set());
  return found;
});

/** The names of a function's `var` declarations, which are known everywhere in it. */
export const varsIn = once((statements: readonly Statement[]): readonly string[] => {
  const names = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) for (const item of part) look(item);
    else if ("type" in part) {
      // no expression declares one, apart from functions, which have their own
      if (String(part.type).endsWith("Expression")) return;
      const node = part as unknown as VariableDeclaration;
      if (part.type === "VariableDeclaration" && node.kind === "var")
        for (const { id } of node.declarations) for (const name of boundBy(id)) names.add(name);
      for (const value of Object.values(part)) look(value);
    }
  };
  look(statements);
  return [...names];
});
