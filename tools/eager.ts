import { type Node, parse } from "acorn";

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

/** True for what holds a function that cannot stand in parentheses. */
const isMethod = (node: Node): boolean =>
  node.type === "MethodDefinition" ||
  (node.type === "Property" && (Reflect.get(node, "method") === true || Reflect.get(node, "kind") !== "init"));

const isExpression = ({ type }: Node): boolean => type === "ArrowFunctionExpression" || type === "FunctionExpression";

const functionsIn = (node: Node, parent?: Node): readonly Node[] => {
  const own = isExpression(node) && !(parent && isMethod(parent)) ? [node] : [];
  const inner = Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap((part) => functionsIn(part, node));
  return [...own, ...inner];
};

/**
 * The text of a module with functions in parentheses that begin at some places: engines take those for functions that are
 * called at once, and compile them with the module. That costs a fifth of finding and reading each one again when it is
 * first called.
 */
export const eager = (text: string, starts: ReadonlySet<number>): string => {
  const marks = functionsIn(parse(text, { ecmaVersion: "latest", sourceType: "module" }))
    .filter(({ start }) => starts.has(start))
    .flatMap(({ start, end }) => [
      { at: start, mark: "(" },
      { at: end, mark: ")" },
    ])
    .toSorted((a, b) => a.at - b.at);
  const pieces = marks.map(({ at, mark }, k) => `${text.slice(marks[k - 1]?.at ?? 0, at)}${mark}`);
  return `${pieces.join("")}${text.slice(marks.at(-1)?.at ?? 0)}`;
};
