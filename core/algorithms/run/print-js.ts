import { type Texts, textOf } from "../../backends/index.ts";
import type { ElementwisePrimitive, Origin } from "../../program/index.ts";
import { expectedKind } from "./expected-kind.ts";
import {
  type Address,
  type Callee,
  isLiteral,
  type Kind,
  type Operand,
  type Routine,
  type Step,
  type WholeName,
} from "./low.ts";
import { plainMultiply } from "./plain-multiply.ts";

/** Generated JavaScript and what has to be handed to it. */
export interface Source {
  readonly text: string;
  readonly functions: readonly ElementwisePrimitive["evaluate"][];
  readonly callees: readonly Callee[];
  readonly origins: readonly (Origin | undefined)[];
}

interface Writer {
  readonly texts: (lines: string[]) => Texts;
  readonly callees: Callee[];
  readonly origins: (Origin | undefined)[];
}

const letters: Readonly<Record<Kind, string>> = { f64: "x", i32: "k", bool: "c" };

const text = (operand: Operand): string => {
  if (!isLiteral(operand)) return `${letters[operand.kind]}${operand.id}`;
  const { literal: value, kind } = operand;
  if (kind === "bool") return String(value !== 0);
  return value < 0 || Object.is(value, -0) ? `(-${-value})` : `${value}`;
};

/** A number as another kind of number. */
const as = (operand: Operand, kind: Kind): string => {
  const plain = text(operand);
  if (operand.kind === kind) return plain;
  if (kind === "bool") return `(${plain} !== 0)`;
  if (operand.kind === "bool") return `(${plain} ? 1 : 0)`;
  return kind === "i32" ? `(${plain} | 0)` : plain;
};

const place = ({ at, offset }: Address): string => (offset === 0 ? text(at) : `${text(at)} + ${offset}`);

const wholes: Readonly<Record<WholeName, (x: string, y: string, z: string) => string>> = {
  add: (x, y) => `(${x} + ${y}) | 0`,
  sub: (x, y) => `(${x} - ${y}) | 0`,
  mul: (x, y) => `Math.imul(${x}, ${y})`,
  mod: (x, y) => `${y} > 0 ? ${x} % ${y} : 0`,
  clamp: (x) => `${x} > 0 ? ${x} : 0`,
  truncate: (x) => `(${x} > 2147483647 ? 2147483647 : ${x}) | 0`,
  choose: (c, x, y) => `${c} ? ${x} : ${y}`,
  isWithin: (x, size) => `${x} >= 0 && ${x} < ${size}`,
  isIndex: (x, size) => `(${x} | 0) === ${x} && ${x} >= 0 && ${x} < ${size}`,
  and: (a, b) => `${a} && ${b}`,
};

const loads: Readonly<Record<Kind, (element: string) => string>> = {
  f64: (element) => element,
  i32: (element) => `${element} | 0`,
  bool: (element) => `${element} === 1`,
};

const product = (sizes: readonly Operand[]): string => sizes.map(text).join(" * ") || "1";

type Write = {
  readonly [K in Step["do"]]: (w: Writer, lines: string[], step: Extract<Step, { do: K }>) => void;
};

const block = (w: Writer, lines: string[], head: string, steps: readonly Step[], foot = "}"): void => {
  const inner: string[] = [];
  writeSteps(w, inner, steps);
  lines.push(`${head} {`, ...inner.map((line) => `  ${line}`), foot);
};

const write: Write = {
  elementwise: (w, lines, { primitive, inputs, out }) => {
    const given = inputs.map((input, k) => as(input, expectedKind(primitive, k, out.kind)));
    lines.push(`const ${text(out)} = ${textOf(w.texts(lines), primitive, given)};`);
  },
  whole: (_w, lines, { name, inputs, out }) => {
    const [x = "0", y = "0", z = "0"] = inputs.map(text);
    lines.push(`const ${text(out)} = ${wholes[name](x, y, z)};`);
  },
  load: (_w, lines, { from, out }) => {
    lines.push(`const ${text(out)} = ${loads[out.kind](`M[${place(from)}]`)};`);
  },
  store: (_w, lines, { to, value }) => {
    lines.push(`M[${place(to)}] = ${as(value, "f64")};`);
  },
  gain: (_w, lines, { to, value }) => {
    lines.push(`M[${place(to)}] += ${as(value, "f64")};`);
  },
  set: (_w, lines, { target, value }) => {
    lines.push(`${text(target)} = ${as(value, target.kind)};`);
  },
  sum: (_w, lines, { target, value }) => {
    lines.push(`${text(target)} += ${as(value, "f64")};`);
  },
  reserve: (_w, lines, { sizes, out }) => {
    lines.push(`const ${text(out)} = top;`, `top += ${product(sizes)};`, "if (top > M.length) late(top);");
  },
  mark: (_w, lines, { out }) => {
    lines.push(`const ${text(out)} = top;`);
  },
  release: (_w, lines, { mark }) => {
    lines.push(`top = ${text(mark)};`);
  },
  clear: (_w, lines, { to, sizes }) => {
    lines.push(`clear(${place(to)}, ${product(sizes)});`);
  },
  copy: (_w, lines, { to, from, sizes }) => {
    lines.push(`copy(${place(to)}, ${place(from)}, ${product(sizes)});`);
  },
  gainAll: (_w, lines, { to, from, sizes }) => {
    lines.push(`gain(${place(to)}, ${place(from)}, ${product(sizes)});`);
  },
  for: (w, lines, { turn, first, count, descending, body }) => {
    const i = text(turn);
    const head = descending
      ? `for (let ${i} = ${text(count)} - 1; ${i} >= ${first}; ${i}--)`
      : `for (let ${i} = ${first}; ${i} < ${text(count)}; ${i}++)`;
    block(w, lines, head, body);
  },
  while: (w, lines, { test, holds, body, turns, most, from }) => {
    const place = w.origins.push(from) - 1;
    lines.push("for (;;) {");
    const inner: string[] = [];
    writeSteps(w, inner, test);
    inner.push(
      `if (!${as(holds, "bool")}) break;`,
      `if (${text(turns)} >= ${text(most)}) stop(${place}, ${text(most)});`,
    );
    writeSteps(w, inner, body);
    inner.push(`${text(turns)}++;`);
    lines.push(...inner.map((line) => `  ${line}`), "}");
  },
  if: (w, lines, { test, yes, no }) => {
    block(w, lines, `if (${as(test, "bool")})`, yes, no.length > 0 ? "} else {" : "}");
    if (no.length === 0) return;
    const inner: string[] = [];
    writeSteps(w, inner, no);
    lines.push(...inner.map((line) => `  ${line}`), "}");
  },
  multiply: (w, lines, { adds, m, n, k, a, b, c }) => {
    const callee = w.callees.push((floats, inputs) => plainMultiply(floats, adds, inputs, 1)) - 1;
    const matrices = [a, b, c].flatMap(({ address, row, column }) => [place(address), text(row), text(column)]);
    lines.push(`call(${[callee, "top", ...[m, n, k].map(text), ...matrices].join(", ")});`);
  },
  call: (w, lines, { callee, inputs }) => {
    const k = w.callees.push(callee) - 1;
    lines.push(`call(${[k, "top", ...inputs.map(text)].join(", ")});`);
  },
};

const writeSteps = (w: Writer, lines: string[], steps: readonly Step[]): void => {
  for (const step of steps) (write[step.do] as (w: Writer, lines: string[], step: Step) => void)(w, lines, step);
};

/** The variables that are given values more than once, or in another block than the one that reads them. */
const variables = (steps: readonly Step[], found = new Map<string, string>()): ReadonlyMap<string, string> => {
  for (const step of steps) {
    if (step.do === "set" || step.do === "sum")
      found.set(text(step.target), step.target.kind === "bool" ? "false" : "0");
    if (step.do === "for") variables(step.body, found);
    if (step.do === "while") variables([...step.test, ...step.body], found);
    if (step.do === "if") variables([...step.yes, ...step.no], found);
  }
  return found;
};

const helpers = [
  "const clear = (to, n) => { if (n > 64) M.fill(0, to, to + n); else for (let i = 0; i < n; i++) M[to + i] = 0; };",
  "const copy = (to, from, n) => { if (n > 64) M.copyWithin(to, from, from + n); else for (let i = 0; i < n; i++) M[to + i] = M[from + i]; };",
  "const gain = (to, from, n) => { for (let i = 0; i < n; i++) M[to + i] += M[from + i]; };",
];

/**
 * Writes a routine as JavaScript.
 * @returns the body of a function of M, base, top, F, call, late and stop
 */
export const printJs = ({ steps, base }: Routine): Source => {
  const functions: ElementwisePrimitive["evaluate"][] = [];
  let names = 0;
  const register = {
    items: functions,
    index: (f: ElementwisePrimitive["evaluate"]) => {
      const known = functions.indexOf(f);
      return known >= 0 ? known : functions.push(f) - 1;
    },
  };
  const w: Writer = {
    texts: (lines) => ({ lines, fresh: (prefix) => `${prefix}_${names++}`, functions: register }),
    callees: [],
    origins: [],
  };
  const lines: string[] = [];
  writeSteps(w, lines, steps);
  const lets = [...variables(steps)].map(([name, zero]) => `let ${name} = ${zero};`);
  const used = helpers.filter((helper) => lines.some((line) => line.includes(`${helper.split(" ")[1]}(`)));
  const handed = functions.map((_, k) => `const f${k} = F[${k}];`);
  return {
    text: [...used, ...handed, `const ${text(base)} = base;`, ...lets, ...lines].join("\n"),
    functions,
    callees: w.callees,
    origins: w.origins,
  };
};
