import { type Expression, type Node, type Pattern, parseExpressionAt, type Statement } from "acorn";
import { fail, type JagradError } from "../errors.ts";

/** A lambda as parsed from its text. */
export interface Parsed {
  readonly text: string;
  readonly params: readonly Pattern[];
  readonly body: Expression | readonly Statement[];
}

const longest = 160;

/** The line of a text that holds a place, with a caret under the place. */
export const caret = (text: string, start: number, end: number): string => {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", start);
  const line = text.slice(lineStart, next < 0 ? text.length : next);
  const cut = Math.max(0, start - lineStart - longest / 2);
  const width = Math.max(1, Math.min(end, lineStart + line.length) - start);
  const shown = line.slice(cut, cut + longest);
  return `${shown}\n${" ".repeat(start - lineStart - cut)}${"^".repeat(Math.min(width, longest))}`;
};

const native = /\{\s*\[native code\]\s*\}\s*$/;
const bothWaysOut =
  "write the lambda as an arrow function, `(ev, { cut }) => ...`, and keep the build tool from rewriting it";

const counters = /\bcov_[0-9a-zA-Z]+\(\)/;

const readText = (f: unknown): string => {
  const text = Function.prototype.toString.call(f);
  const counter = text.includes("cov_") ? counters.exec(text) : null;
  if (counter)
    throw fail("E_LAMBDA", {
      what: "the text of the lambda carries counters of istanbul, a coverage tool",
      where: caret(text, counter.index, counter.index + counter[0].length),
      cure: "use V8 coverage, which leaves the text alone",
    });
  if (text.includes("[native code]") && native.test(text))
    throw fail("E_LAMBDA", { what: "a native or bound function has no text to read", cure: bothWaysOut });
  return text;
};

const unwrap = (node: Expression): Expression =>
  node.type === "ParenthesizedExpression" ? unwrap(node.expression) : node;

const parse = (text: string): Parsed => {
  let node: Expression;
  try {
    // after a number that ends the text, acorn would go through all letters of Unicode for one that goes on
    node = unwrap(parseExpressionAt(`${text} `, 0, { ecmaVersion: "latest" }));
  } catch (cause) {
    const place = cause instanceof SyntaxError && "pos" in cause && typeof cause.pos === "number" ? cause.pos : 0;
    throw fail("E_LAMBDA", {
      what: "the text of the function cannot be parsed",
      where: caret(text, place, place + 1),
      cure: bothWaysOut,
      cause,
    });
  }
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression")
    throw fail("E_LAMBDA", {
      what: `a function is needed, found ${node.type}`,
      where: caret(text, node.start, node.end),
      cure: bothWaysOut,
    });
  if (node.async || node.generator)
    throw fail("E_LAMBDA", {
      what: "async functions and generators have no value per event",
      where: caret(text, node.start, node.start + 8),
    });
  return { text, params: node.params, body: node.body.type === "BlockStatement" ? node.body.body : node.body };
};

const cache = new WeakMap<object, Parsed>();

/**
 * The parsed text of a function, parsed once per function object.
 * @throws E_LAMBDA with a caret, for text that is not a plain function
 */
export const parseLambda = (f: unknown): Parsed => {
  if (typeof f !== "function") throw fail("E_LAMBDA", { what: `a function is needed, found ${typeof f}` });
  const known = cache.get(f);
  if (known) return known;
  const parsed = parse(readText(f));
  cache.set(f, parsed);
  return parsed;
};

/** The error of a place in a lambda. */
export const refuse = (
  code: JagradError["code"],
  text: string,
  node: Pick<Node, "start" | "end">,
  what: string,
  cure?: string,
): JagradError => fail(code, { what, where: caret(text, node.start, node.end), cure });
