import { copySign, exponentOf, type Lanes, roundEven, scale } from "../numerics/index.ts";
import type { ElementwisePrimitive } from "../program/index.ts";
import type { Block } from "./js-block.ts";
import type { Writer } from "./js-writer.ts";
import type { Register } from "./slots.ts";

/** Where texts are written: lines of the current block, fresh names, functions handed over. */
export interface Texts {
  readonly lines: string[];
  readonly fresh: (prefix: string) => string;
  readonly functions: Register<ElementwisePrimitive["evaluate"]>;
}

export const textsAt = ({ fresh, slots: { functions } }: Writer, { lines }: Block): Texts => ({
  lines,
  fresh,
  functions,
});

/** The functions that JavaScript has by name. */
const named: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ...Object.getOwnPropertyNames(Math).map((name) => [Reflect.get(Math, name), `Math.${name}`] as const),
  [Number, "Number"],
]);

const called = ({ functions }: Texts, f: ElementwisePrimitive["evaluate"], inputs: readonly string[]): string =>
  `${named.get(f) ?? `f${functions.index(f)}`}(${inputs.join(", ")})`;

const isName = /^[\w.]+$/;

/** JavaScript as lanes: a value is the text of an expression. */
export const jsLanes = (texts: Texts): Lanes<string> => {
  const infix = (operator: string) => (x: string, y: string) => `(${x} ${operator} ${y})`;
  const math = (name: string) => (x: string) => `Math.${name}(${x})`;
  const call = (f: (...inputs: number[]) => number, ...inputs: readonly string[]) => called(texts, f, inputs);
  const named = (text: string): string => {
    if (isName.test(text)) return text;
    const name = texts.fresh("y");
    texts.lines.push(`const ${name} = ${text};`);
    return name;
  };
  return {
    k: (value) => (value < 0 || Object.is(value, -0) ? `(-${-value})` : `${value}`),
    truth: String,
    known: () => undefined,
    let: named,
    add: infix("+"),
    sub: infix("-"),
    mul: infix("*"),
    div: infix("/"),
    neg: (x) => `(-${x})`,
    abs: math("abs"),
    copySign: (size, sign) => call(copySign, size, sign),
    sqrt: math("sqrt"),
    floor: math("floor"),
    ceil: math("ceil"),
    trunc: math("trunc"),
    madd: (x, y, z) => `(${x} * ${y} + ${z})`,
    nmadd: (x, y, z) => `(${z} - ${x} * ${y})`,
    weigh: (x, y) => `(((${x} === 0) || (${y} === 0)) ? 0 : (${x} * ${y}))`,
    min: (x, y) => `Math.min(${x}, ${y})`,
    max: (x, y) => `Math.max(${x}, ${y})`,
    atMost: (x, bound) => `(${bound} < ${x} ? ${bound} : ${x})`,
    atLeast: (x, bound) => `(${bound} > ${x} ? ${bound} : ${x})`,
    lt: infix("<"),
    le: infix("<="),
    gt: infix(">"),
    ge: infix(">="),
    eq: infix("==="),
    ne: infix("!=="),
    and: infix("&&"),
    or: infix("||"),
    not: (a) => `(!${a})`,
    select: (a, yes, no) => `(${a} ? ${yes} : ${no})`,
    orCall: (fine, usual, f, inputs) => `(${fine} ? ${usual} : ${call(f, ...inputs)})`,
    scale2: (x, n, more = 0) => call(scale, x, more === 0 ? n : `(${n} + ${more})`),
    splitExponent: (x) => {
      const n = named(call(exponentOf, x));
      return { m: named(call(scale, x, `(-${n})`)), n };
    },
    round: (x) => call(roundEven, x),
    roundOf: (x, y) => call(roundEven, `${x} * ${y}`),
    isOdd: (n) => `(${n} % 2 !== 0)`,
    turned: (x, n) => `(Math.floor(${n} / 2) % 2 === 0 ? ${named(x)} : -${named(x)})`,
  };
};

/** The text of an elementwise primitive: in operators where they say exactly what it says, otherwise a call. */
export const textOf = (
  texts: Texts,
  { lower, ulp, evaluate }: ElementwisePrimitive,
  inputs: readonly string[],
): string => (lower && ulp === undefined ? lower(jsLanes(texts), ...inputs) : called(texts, evaluate, inputs));

/** Whether a primitive costs much more than reading a number. */
export const isDear = ({ ulp = 0 }: ElementwisePrimitive): boolean => ulp > 0;
