import { type Node, parse } from "acorn";

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

const member = (node: Node | undefined, name: string): unknown => (node ? Reflect.get(node, name) : undefined);

const typeOf = (node: unknown): string | undefined => (isNode(node) ? node.type : undefined);

const partsOf = (node: Node): readonly Node[] => Object.values(node).flat().filter(isNode);

/** A function, and the node around it. */
interface Found {
  readonly node: Node;
  readonly parent: Node | undefined;
}

const isFunction = ({ type }: Node): boolean =>
  type === "ArrowFunctionExpression" || type === "FunctionExpression" || type === "FunctionDeclaration";

const functionsIn = (node: Node, parent?: Node): readonly Found[] => [
  ...(isFunction(node) ? [{ node, parent }] : []),
  ...partsOf(node).flatMap((part) => functionsIn(part, node)),
];

const bound: ReadonlySet<string> = new Set(["ThisExpression", "Super", "MetaProperty"]);

/** True for a function that means the same if it is written as another kind of function. */
const isPlain = (node: Node): boolean =>
  !bound.has(node.type) && member(node, "name") !== "arguments" && partsOf(node).every(isPlain);

/** A change of a text: what stands from a place on to another one is replaced. */
interface Change {
  readonly at: number;
  readonly to: number;
  readonly by: string;
  /** Ends what was begun before. */
  readonly closes?: boolean;
}

const put = (at: number, by: string): Change => ({ at, to: at, by });

const close = (at: number, by: string): Change => ({ at, to: at, by, closes: true });

const inParentheses = ({ start, end }: Node): readonly Change[] => [put(start, "("), close(end, ")")];

/** An async arrow function as a function expression: in parentheses, engines compile only those at once. */
const asyncArrow = (node: Node, text: string): readonly Change[] => {
  const body = member(node, "body");
  const arrow = isNode(body) ? text.lastIndexOf("=>", body.start) : -1;
  if (!isNode(body) || arrow < 0 || text[node.start + 5] !== " " || text[node.start + 6] !== "(") return [];
  const isBlock = body.type === "BlockStatement";
  return [
    put(node.start, "("),
    { at: node.start + 5, to: node.start + 6, by: " function" },
    { at: arrow, to: arrow + 2, by: isBlock ? "" : "{ return" },
    close(node.end, isBlock ? ")" : "; })"),
  ];
};

/** A method of an object as a member that is a function: `f(x) {}` as `f: (function(x) {})`. */
const method = (node: Node, property: Node): readonly Change[] => {
  const key = member(property, "key");
  const isSimple =
    property.type === "Property" && isNode(key) && key.end === node.start && property.start === key.start;
  return isSimple ? [put(node.start, ": (function"), close(node.end, ")")] : [];
};

/** True for a node that mentions a name before a place. */
const mentions = (node: Node, name: unknown, end: number): boolean =>
  node.start < end &&
  ((node.type === "Identifier" && member(node, "name") === name) ||
    partsOf(node).some((part) => mentions(part, name, end)));

/** A declaration as a variable, where nothing that stands before it mentions it. */
const declaration = (node: Node, text: string, program: Node): readonly Change[] => {
  const id = member(node, "id");
  if (!isNode(id) || mentions(program, member(id, "name"), node.start)) return [];
  const name = text.slice(id.start, id.end);
  return [put(node.start, `var ${name} = (`), { at: id.start, to: id.end, by: "" }, close(node.end, ");")];
};

const isMethod = ({ parent }: Found): boolean =>
  typeOf(parent) === "MethodDefinition" ||
  (typeOf(parent) === "Property" && (member(parent, "method") === true || member(parent, "kind") !== "init"));

const changesFor = (found: Found, text: string, program: Node): readonly Change[] => {
  const { node, parent } = found;
  if (node.type === "FunctionDeclaration")
    return typeOf(parent) === "Program" || typeOf(parent) === "ExportNamedDeclaration"
      ? declaration(node, text, program)
      : [];
  if (parent && isMethod(found)) return isPlain(node) ? method(node, parent) : [];
  const isAsyncArrow = node.type === "ArrowFunctionExpression" && member(node, "async") === true;
  if (!isAsyncArrow) return inParentheses(node);
  return isPlain(node) ? asyncArrow(node, text) : [];
};

/** Where engines say that a function begins: a method does with its name. */
const startOf = (found: Found): number => (found.parent && isMethod(found) ? found.parent.start : found.node.start);

/**
 * The text of a module with functions in parentheses that begin at some places: engines take those for functions that are
 * called at once, and compile them with the module. That costs a fifth of finding and reading each one again when it is
 * first called.
 */
export const eager = (text: string, starts: ReadonlySet<number>): string => {
  const program = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const all = functionsIn(program)
    .filter((found) => starts.has(startOf(found)))
    .flatMap((found) => changesFor(found, text, program));
  // what began last ends first
  const changes = [...all.filter(({ closes }) => closes).reverse(), ...all.filter(({ closes }) => !closes)].toSorted(
    (a, b) => a.at - b.at,
  );
  const pieces = changes.map(({ at, by }, k) => `${text.slice(changes[k - 1]?.to ?? 0, at)}${by}`);
  return `${pieces.join("")}${text.slice(changes.at(-1)?.to ?? 0)}`;
};
