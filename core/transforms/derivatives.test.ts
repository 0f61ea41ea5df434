import { describe, expect, it } from "vitest";
import { asNumber, elaborate, numberOf } from "../lambda/index.ts";
import { definePrimitive, real } from "../primitives/index.ts";
import {
  type Atom,
  type Builder,
  builder,
  constant,
  type Program,
  showProgram,
  substitute,
  type Var,
} from "../program/index.ts";
import { jvp, vjp } from "./index.ts";

/** Evaluates a program of single numbers, equation by equation. */
const run = ({ inputs, equations, outputs }: Program, values: readonly number[]): readonly (number | boolean)[] => {
  const known = new Map<number, number | boolean>();
  for (const { variable, source } of inputs)
    known.set(variable.id, source.kind === "given" ? (values[Number(source.name)] ?? Number.NaN) : Number.NaN);
  const read = (atom: Atom): number | boolean =>
    atom.kind === "const" ? atom.value : (known.get(atom.id) ?? Number.NaN);
  for (const { primitive, inputs: given, output } of equations) {
    if (primitive.kind !== "elementwise") throw new TypeError(`${primitive.name} is not elementwise`);
    known.set(output.id, (primitive.evaluate as (...x: readonly unknown[]) => number | boolean)(...given.map(read)));
  }
  return outputs.map(read);
};

interface Started {
  readonly b: Builder;
  readonly inputs: readonly Var[];
  readonly y: Atom;
}

const started = (f: (...x: readonly number[]) => number, scope = {}): Started => {
  const b = builder();
  const inputs = Array.from({ length: f.length }, (_, k) => b.input({ kind: "given", name: String(k) }, "f64", null));
  const y = asNumber(
    b,
    elaborate(
      b,
      f,
      inputs.map((x) => numberOf(x)),
      scope,
      { label: "test" },
    ),
  ).atom;
  return { b, inputs, y };
};

const one = constant(1);
const zero = constant(0);
const tangentIn = (b: Builder, y: Atom, x: Var): Atom => jvp(b, [y], new Map([[x.id, one]]))[0] ?? zero;
const cotangents = (b: Builder, y: Atom, inputs: readonly Var[]): readonly Atom[] =>
  vjp(b, [y], [one], inputs).map((c) => c ?? zero);

type Case = readonly [
  name: string,
  f: (...x: readonly number[]) => number,
  point: readonly number[],
  gradient: readonly number[],
];

const e = Math.E;
const cases: readonly Case[] = [
  ["a sum", (x = 0, y = 0) => x + 3 * y, [2, 5], [1, 3]],
  ["a product", (x = 0, y = 0) => x * y * x, [2, 5], [20, 4]],
  ["a quotient", (x = 0, y = 0) => x / y, [3, 2], [0.5, -0.75]],
  ["a power", (x = 0, y = 0) => x ** y, [2, 3], [12, 8 * Math.LN2]],
  ["a square of a negative number", (x = 0) => x ** 2, [-3], [-6]],
  ["an exponential", (x = 0) => Math.exp(2 * x), [0.5], [2 * e]],
  [
    "a chain",
    (x = 0) => Math.log(1 + Math.sin(x) ** 2),
    [0.7],
    [(2 * Math.sin(0.7) * Math.cos(0.7)) / (1 + Math.sin(0.7) ** 2)],
  ],
  ["an angle", (y = 0, x = 0) => Math.atan2(y, x), [3, 4], [4 / 25, -3 / 25]],
  ["a length", (x = 0, y = 0) => Math.hypot(x, y), [3, 4], [0.6, 0.8]],
  ["a branch", (x = 0) => (x > 1 ? x * x : 3 * x), [2], [4]],
  ["the other branch", (x = 0) => (x > 1 ? x * x : 3 * x), [0.5], [3]],
  ["a truth value as a number", (x = 0) => Number(x > 2) * x, [3], [1]],
  ["no input", () => 7, [], []],
];

const conventions: readonly Case[] = [
  ["abs at 0 has slope 0", (x = 0) => Math.abs(x), [0], [0]],
  ["a tie of max shares the slope", (x = 0, y = 0) => Math.max(x, y), [2, 2], [0.5, 0.5]],
  ["a tie of min shares the slope", (x = 0, y = 0) => Math.min(x, y), [2, 2], [0.5, 0.5]],
  ["hypot(0, 0) has slope 0", (x = 0, y = 0) => Math.hypot(x, y), [0, 0], [0, 0]],
  ["x ** 0 has slope 0", (x = 0) => x ** 0, [0], [0]],
  ["0 ** p has slope 0 for p > 1", (x = 0) => x ** 1.5, [0], [0]],
  ["sqrt at 0 has slope infinity", (x = 0) => Math.sqrt(x), [0], [Number.POSITIVE_INFINITY]],
  ["a guarded sqrt has slope 0 at 0", (x = 0) => (x > 0 ? Math.sqrt(x) : 0), [0], [0]],
  ["a guarded sqrt has slope 0 below 0", (x = 0) => (x > 0 ? Math.sqrt(x) : 0), [-1], [0]],
  ["a guarded logarithm has slope 0 at 0", (x = 0) => (x > 0 ? Math.log(x) : 5), [0], [0]],
  ["a guarded quotient has slope 0 at 0/0", (x = 0, y = 0) => (y === 0 ? 0 : x / y), [0, 0], [0, 0]],
  ["where(x > 2, sqrt(x - 2), 0) has slope 0 at 2", (x = 0) => (x > 2 ? Math.sqrt(x - 2) : 0), [2], [0]],
  ["a product of a zero has slopes of the others", (x = 0, y = 0, z = 0) => x * y * z, [0, 2, 3], [6, 0, 0]],
  ["a product of two zeros has slope 0", (x = 0, y = 0, z = 0) => x * y * z, [0, 0, 3], [0, 0, 0]],
];

const bare = (f: Case[1]): Case[1] => Function(`return (${String(f).replaceAll(/ = 0\b/g, "")})`)();

describe("forward and reverse mode", () => {
  it.each([...cases, ...conventions])("agree with the closed form: %s", (_name, f, point, gradient) => {
    const { b, inputs, y } = started(bare(f));
    const forward = inputs.map((x) => Number(run(b.program([tangentIn(b, y, x)]), point)[0]) + 0);
    const reverse = run(b.program(cotangents(b, y, inputs)), point).map((x) => Number(x) + 0);
    gradient.forEach((slope, k) => {
      expect(forward[k]).toBeCloseTo(slope, 14);
      expect(reverse[k]).toBeCloseTo(slope, 14);
    });
  });

  it("give 0 for 0 times sqrt at 0", () => {
    const { b, inputs, y } = started((x) => 0 * Math.sqrt(x));
    const [x] = inputs;
    expect(run(b.program([x ? tangentIn(b, y, x) : zero]), [0])).toEqual([0]);
  });

  it("give 0 for the second derivative of a guarded sqrt at 0", () => {
    const { b, inputs, y } = started((x) => (x > 0 ? Math.sqrt(x) : 0));
    const [x] = inputs;
    if (!x) throw new TypeError("one input");
    const second = [
      tangentIn(b, tangentIn(b, y, x), x),
      cotangents(b, cotangents(b, y, [x])[0] ?? zero, [x])[0] ?? zero,
    ];
    expect(run(b.program(second), [0])).toEqual([0, 0]);
  });

  it.each<[string, (x: number) => number, number, number]>([
    ["x^4", (x) => x ** 4, 2, 48],
    ["1/x", (x) => 1 / x, 2, 0.25],
    ["exp(-x^2/2)", (x) => Math.exp((-x * x) / 2), 0.5, (0.25 - 1) * Math.exp(-0.125)],
    ["tanh", (x) => Math.tanh(x), 0.3, -2 * Math.tanh(0.3) * (1 - Math.tanh(0.3) ** 2)],
    ["sqrt", (x) => Math.sqrt(x), 4, -1 / 32],
    ["atan", (x) => Math.atan(x), 2, -4 / 25],
  ])("nest to the second derivative of %s", (_name, f, point, second) => {
    const { b, inputs, y } = started(f);
    const [x] = inputs;
    if (!x) throw new TypeError("one input");
    const orders = [
      tangentIn(b, tangentIn(b, y, x), x),
      tangentIn(b, cotangents(b, y, [x])[0] ?? zero, x),
      cotangents(b, tangentIn(b, y, x), [x])[0] ?? zero,
      cotangents(b, cotangents(b, y, [x])[0] ?? zero, [x])[0] ?? zero,
    ];
    for (const value of run(b.program(orders), [point])) expect(value).toBeCloseTo(second, 13);
  });

  it("keep nested tangents apart", () => {
    const { b, inputs, y } = started((x, y) => x * y);
    const [x, z] = inputs;
    if (!x || !z) throw new TypeError("two inputs");
    const inner = b.emit(definitionOf(b, y), [tangentIn(b, y, z), z]);
    expect(run(b.program([tangentIn(b, inner, x)]), [3, 5])).toEqual([5]);
  });

  it("give a Hessian that is symmetric", () => {
    const { b, inputs, y } = started((x, y) => Math.exp(x * y) * Math.sin(x));
    const [p, q] = inputs;
    if (!p || !q) throw new TypeError("two inputs");
    const mixed = [tangentIn(b, tangentIn(b, y, p), q), tangentIn(b, tangentIn(b, y, q), p)];
    const [f, g] = run(b.program(mixed), [0.4, 0.9]);
    const [x, z] = [0.4, 0.9];
    const exact = Math.exp(x * z) * ((1 + x * z) * Math.sin(x) + x * Math.cos(x));
    expect(f).toBeCloseTo(exact, 13);
    expect(g).toBeCloseTo(exact, 13);
  });

  it("are zero, without an equation, where nothing depends on the input", () => {
    const { b, inputs, y } = started((x, _y) => x * x);
    const [, other] = inputs;
    if (!other) throw new TypeError("two inputs");
    expect(jvp(b, [y], new Map([[other.id, one]]))).toEqual([undefined]);
    expect(vjp(b, [y], [one], [other])).toEqual([undefined]);
  });

  it("use the rule of a primitive of one's own", () => {
    const cube = definePrimitive({
      name: "cube",
      evaluate: (x: number) => x ** 3,
      partials: [(x) => 3 * x * x],
      domain: [real(-3, 3)],
    });
    const f = Function("return (x, { cube }) => cube(2 * x)")();
    const b = builder();
    const x = b.input({ kind: "given", name: "0" }, "f64", null);
    const y = asNumber(b, elaborate(b, f, [numberOf(x)], { cube }, { label: "test" })).atom;
    expect(run(b.program([tangentIn(b, y, x), tangentIn(b, tangentIn(b, y, x), x)]), [5])).toEqual([
      6 * 100,
      12 * 2 * 10,
    ]);
  });
});

const definitionOf = (b: Builder, atom: Atom) => {
  const made = b.definition(atom);
  if (!made) throw new TypeError("an equation makes it");
  return made.primitive;
};

describe("substitute", () => {
  it("makes anew what depends on what is replaced, and nothing else", () => {
    const { b, inputs, y } = started((x, z) => Math.sin(x) + Math.cos(z));
    const [x, z] = inputs;
    if (!x || !z) throw new TypeError("two inputs");
    const [replaced] = substitute(b, [y], new Map([[x.id, z]]));
    expect(run(b.program([replaced ?? zero]), [9, 0.5])).toEqual([Math.sin(0.5) + Math.cos(0.5)]);
    expect(substitute(b, [y], new Map())).toEqual([y]);
  });

  it("simplifies with a constant", () => {
    const { b, inputs, y } = started((x, z) => (x > 1 ? z : Math.sqrt(z)));
    const [x, z] = inputs;
    if (!x || !z) throw new TypeError("two inputs");
    expect(substitute(b, [y], new Map([[x.id, constant(2)]]))).toEqual([z]);
    const [other] = substitute(b, [y], new Map([[x.id, constant(0)]]));
    expect(showProgram(b.program([other ?? zero]))).toContain("sqrt");
  });
});
