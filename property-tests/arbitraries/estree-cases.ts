import type { AnyNode } from "acorn";

/** Lambdas in which a node has a meaning, and refused ones with the place marked. */
export type NodeCases = readonly [meaning: readonly string[], refused: readonly string[]];

/** The nodes that no function contains: they belong to a module, or to a parser that keeps parentheses. */
export const outsideFunctions = [
  "ExportAllDeclaration",
  "ExportDefaultDeclaration",
  "ExportNamedDeclaration",
  "ExportSpecifier",
  "ImportAttribute",
  "ImportDeclaration",
  "ImportDefaultSpecifier",
  "ImportNamespaceSpecifier",
  "ImportSpecifier",
  "ParenthesizedExpression",
  "Program",
] as const satisfies readonly AnyNode["type"][];

type InFunctions = Exclude<AnyNode["type"], (typeof outsideFunctions)[number]>;

/** Every other type of node that the parser can produce. */
export const estreeCases: Readonly<Record<InFunctions, NodeCases>> = {
  Identifier: [
    ["(ev) => ev", "(ev) => undefined ?? NaN", "(ev) => Infinity"],
    ["(ev) => «window»", "(ev, s = «globalThis») => ev.x", "function (ev) { return «arguments»[0].x; }"],
  ],
  Literal: [
    ["(ev) => 1e3", "(ev) => true", "(ev) => null", '(ev) => ev["x"]'],
    ["(ev) => «/x/»", "(ev) => «10n»"],
  ],
  ThisExpression: [[], ["(ev) => «this».x", "function (ev) { return «this»; }"]],
  ArrayExpression: [
    ["(ev) => [1, ev.x][1]", "(ev) => [...[1, 2], , 3].length", "(ev) => [...ev.l, ...ev.l].length"],
    ["(ev) => «[...ev.l, 1]»", "(ev) => [«...ev.x»]"],
  ],
  ObjectExpression: [
    ['(ev) => ({ a: 1, "b": 2, 3: 4, ["c"]: ev.x, ...ev.o })', "(ev) => ({ f(x) { return x; } }).f(1)"],
    ["(ev) => ({ «get a() { return 1; }» })", "(ev) => ({ «[ev.x]: 1» })", "(ev) => ({ «...ev.x» })"],
  ],
  FunctionExpression: [
    [
      "function (ev) { return ev.x; }",
      "function named(ev) { return ev.x; }",
      "(ev) => ev.l.map(function (x) { return 2 * x; })",
    ],
    ["(ev) => ev.l.map(«function* (x) { yield x; }»)"],
  ],
  UnaryExpression: [
    ["(ev) => -ev.x + +ev.t", "(ev) => !ev.x", "(ev) => void 0"],
    ["(ev) => «~ev.x»", "(ev) => «typeof ev.x»", "(ev) => «delete ev.x»"],
  ],
  UpdateExpression: [["(ev) => { let i = 0; i++; --i; return i; }"], ["(ev) => { let i = 0; return «i++»; }"]],
  BinaryExpression: [
    ["+", "-", "*", "/", "%", "**", "<", "<=", ">", ">=", "==", "!=", "===", "!=="].map((op) => `(ev) => ev.x ${op} 2`),
    ["&", "|", "^", "<<", ">>", ">>>", "instanceof", "in"].map((op) => `(ev) => «ev.x ${op} ev.x»`),
  ],
  AssignmentExpression: [
    [
      ...["+=", "-=", "*=", "/=", "%=", "**=", "=", "&&=", "||=", "??="].map(
        (op) => `(ev) => { let s = 1; s ${op} ev.x; return s; }`,
      ),
      "(ev) => { let [y, z] = [1, 2]; [y, { x: z }] = [z, ev]; return y + z; }",
    ],
    [
      "(ev) => { «ev.x = 1»; return ev; }",
      "(ev) => { «y = 1»; return y; }",
      "(ev) => { let y; return 1 + («y = 1»); }",
      "(ev) => { let y = 1; «y |= 2»; return y; }",
      "(ev) => { let y; [y, «ev.x»] = ev.l; return y; }",
      "(ev) => { let y; «[y, z] = ev.l»; return y; }",
    ],
  ],
  LogicalExpression: [["(ev) => ev.t && ev.x > 1 || !ev.t", "(ev) => ev.o.y ?? 1"], []],
  MemberExpression: [
    ["(ev) => ev.m[0].pt", '(ev) => ev["x"]', "(ev) => ev.m.length", "(ev) => ev.l[ev.x]", "(ev) => Math.PI"],
    ["(ev) => «ev.x[0]»", "(ev) => «ev.m.pt»", "(ev) => [1, 2]«[ev.x]»", "(ev) => «ev.x.y»"].map((text) =>
      text.replace("[1, 2]«[ev.x]»", "«[1, 2][ev.x]»"),
    ),
  ],
  ConditionalExpression: [
    ["(ev) => ev.x > 1 ? ev.x : 0", "(ev) => (ev.t ? { a: 1 } : { a: 2 }).a"],
    ["(ev) => «ev.x > 1 ? ev.l : 0»"],
  ],
  CallExpression: [
    [
      "(ev) => Math.sqrt(ev.x)",
      "(ev) => Math.max(...ev.l)",
      "(ev) => ev.l.map((x) => x).length",
      "(ev) => ((x) => x)(ev.x)",
      "(ev) => Number(ev.n)",
    ],
    [
      "(ev) => «Math.random()»",
      "(ev) => «Math.fround(ev.x)»",
      "(ev) => «ev.l.forEach»((x) => x)",
      "(ev) => «ev.x(1)»".replace("«ev.x(1)»", "«ev.x»(1)"),
      "(ev) => Math.hypot(«...ev.l»)",
      "(ev) => «isNaN»(ev.x)",
    ],
  ],
  NewExpression: [[], ["(ev) => «new Date()»"]],
  SequenceExpression: [
    ["(ev) => { let a = 1, b = 2; a += 1, b += a; return b; }", "(ev) => (0, Math.sqrt)(ev.x)"],
    ["(ev) => («1», ev.x)"],
  ],
  ArrowFunctionExpression: [
    ["(ev) => ev.x", "ev => ev.x", "() => 1", "({ x }) => x"],
    ["(ev) => ev.l.map(«async (x) => x»)"],
  ],
  YieldExpression: [
    [],
    [
      "(ev) => «function* (x) { yield x; }»(1)".replace(
        "«function* (x) { yield x; }»(1)",
        "(«function* (x) { yield x; }»)(1)",
      ),
    ],
  ],
  TemplateLiteral: [[], ["(ev) => ev[«`x`»]", "(ev) => «`$" + "{ev.x}`»"]],
  TaggedTemplateExpression: [[], ["(ev, { f }) => «f`x`»"]],
  ClassExpression: [[], ["(ev) => «class {}»"]],
  MetaProperty: [[], ["function (ev) { return «new.target»; }"]],
  AwaitExpression: [[], ["(ev) => («async (x) => await x»)(1)"]],
  ChainExpression: [["(ev) => ev.m?.[0]?.pt", "(ev) => ev?.x", "(ev) => ev.l?.at(0)", "(ev) => ev?.nothing ?? 2"], []],
  ImportExpression: [[], ['(ev) => «import("node:fs")»']],
  ExpressionStatement: [
    ['(ev) => { "use strict"; return ev.x; }', "(ev) => { let a = 0; a = 1; return a; }"],
    ["(ev) => { «ev.x»; return 1; }", "(ev) => { «Math.sqrt(ev.x)»; return 1; }"],
  ],
  BlockStatement: [["(ev) => { { return ev.x; } }", "(ev) => {}"], []],
  EmptyStatement: [["(ev) => { ;; return ev.x; }"], []],
  DebuggerStatement: [[], ["(ev) => { «debugger;» return 1; }"]],
  WithStatement: [[], ["(ev) => { «with (ev) { return x; }» }"]],
  ReturnStatement: [["(ev) => { return ev.x; }", "(ev) => { return; }"], []],
  LabeledStatement: [[], ["(ev) => { «a: { break a; }» return 1; }"]],
  BreakStatement: [
    ["(ev) => { let s = 0; for (let i = 0; i < 5; i++) { if (i * ev.x > 1) break; s += i; } return s; }"],
    ["(ev) => { let s = 0; «for (const x of ev.l) { if (x > s) break; s += x; }» return s; }"],
  ],
  ContinueStatement: [
    [
      "(ev) => { let s = 0; for (let i = 0; i < 5; i++) { if (i === ev.x) continue; s += i; } return s; }",
      "(ev) => { let s = 0; for (const x of ev.l) { if (x > 1) continue; s += x; } return s; }",
    ],
    ["(ev) => { «a: for (let i = 0; i < 2; i++) { continue a; }» return 1; }"],
  ],
  IfStatement: [
    ["(ev) => { if (ev.x > 1) return 1; else return 2; }", "(ev) => { if (ev.t) { return 1; } return 0; }"],
    [],
  ],
  SwitchStatement: [
    [
      "(ev) => { switch (ev.x) { case 1: return 2; } return 1; }",
      "(ev) => { let s = 0; switch (ev.x) { default: s = 1; case 2: s += 2; break; case 3: { s += 3; } } return s; }",
      '(ev) => { switch (ev.s) { case "b": return 1; case "a": return 2; default: return 3; } }',
    ],
    ["(ev) => { switch (ev.x) { case «ev.l»: return 2; } return 1; }".replace("case «ev.l»", "case «-ev.l»")],
  ],
  ThrowStatement: [[], ['(ev) => { «throw new Error("no");» }']],
  TryStatement: [[], ["(ev) => { «try { return 1; } catch { return 2; }» }"]],
  WhileStatement: [[], ["(ev) => { «while (ev.x > 1) { }» return 1; }"]],
  DoWhileStatement: [[], ["(ev) => { «do { } while (ev.x > 1);» return 1; }"]],
  ForStatement: [
    [
      "(ev) => { let s = 0; for (let i = 0; i < 3; i++) s += i; return s; }",
      "(ev) => { let s = 0, i; for (i = 3; i > 0; i--) { s += ev.x; } return s; }",
      "(ev) => { let s = 0; for (let i = 0; i < ev.x + 2; i++) s += i; return s; }",
      "(ev) => { let s = 0; for (let i = 0; i < ev.l.length; ++i) for (let k = i; k <= 3; k += 1) s += ev.l[i] * k; return s; }",
    ],
    [
      "(ev) => { «for (let i = 0; i * 2 < ev.x; i++) { }» return 1; }",
      "(ev) => { «for (;;) { }» return 1; }",
      "(ev) => { let s = 1; «for (let i = 0; i < ev.x; i++) { s = s * 2 + 1; }» return s; }",
    ],
  ],
  ForInStatement: [[], ["(ev) => { «for (const k in ev) { }» return 1; }"]],
  ForOfStatement: [["(ev) => { let s = 0; for (const x of ev.l) s += x; return s; }"], []],
  FunctionDeclaration: [[], ["(ev) => { «function f(x) { return x; }» return f(1); }"]],
  VariableDeclaration: [
    [
      "(ev) => { const { x, m: [a], o: { y = 3 } } = ev; let z; var w = x + a.pt + y; return w; }",
      "(ev) => { const { x, ...rest } = ev; return x + rest.m[0].pt; }",
      "(ev) => { const [a, ...rest] = ev.m; return a.pt + rest.length; }",
    ],
    ["(ev) => { const { «[ev.s]: a» } = ev; return 1; }"],
  ],
  ClassDeclaration: [[], ["(ev) => { «class A {}» return 1; }"]],
  ArrayPattern: [
    ["(ev) => { const [a, , b = 5] = [ev.x, 2]; return a + b; }", "(ev) => (([a, [b]]) => a + b)([ev.x, ev.l])"],
    [],
  ],
  AssignmentPattern: [
    [
      "(ev) => { const { o: { y = ev.x } = {}, l: [a = 7] = [] } = ev; return y + a; }",
      "(ev) => ((x, k = x + 1) => x * k)(ev.x)",
    ],
    ["(ev) => ((x, k = «free») => x * k)(ev.x)"],
  ],
  ObjectPattern: [
    ["(ev) => { const { x: a, o: { y: b = 4 } } = ev; return a + b; }", "({ x, m: [{ pt }] }) => x * pt"],
    [],
  ],
  RestElement: [
    [
      "(ev) => { const { x, ...rest } = ev; const [a, ...more] = rest.l; return x + more.length; }",
      "(ev) => ((x, ...xs) => x + xs.length)(ev.x, 2, 3)",
    ],
    ["(ev, «...scopes») => ev.x"],
  ],
  Property: [["(ev) => ({ a: ev.x, 'b c': 2 })['b c']"], ["(ev) => ({ «set a(v) {}» })"]],
  SpreadElement: [
    ["(ev) => ({ ...ev.o, a: ev.x }).a", "(ev) => Math.max(...[ev.x, 2])", "(ev) => [...[1, ev.x]][1]"],
    ["(ev) => Math.hypot(«...ev.l»)"],
  ],
  SwitchCase: [["(ev) => { switch (true) { case ev.x > 1: return 1; default: return 2; } }"], []],
  VariableDeclarator: [["(ev) => { const a = ev.x, b = a + 1; return b; }"], []],
  CatchClause: [[], ["(ev) => { «try { return 1; } catch (e) { return 2; }» }"]],
  TemplateElement: [[], ["(ev) => «`x`»"]],
  Super: [
    [],
    [
      "(ev) => «({ f() { return super.x; } }).f»()".replace(
        "«({ f() { return super.x; } }).f»()",
        "({ f() { return «super.x»; } }).f()",
      ),
    ],
  ],
  ClassBody: [[], ["(ev) => «class { }»"]],
  MethodDefinition: [[], ["(ev) => «class { f() { return 1; } }»"]],
  PropertyDefinition: [[], ["(ev) => «class { a = 1; }»"]],
  PrivateIdentifier: [[], ["(ev) => «class { #a = 1; }»"]],
  StaticBlock: [[], ["(ev) => «class { static { } }»"]],
};
