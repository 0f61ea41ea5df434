/** A function of one number, as it is written and differentiated in JavaScript and in C. */
export interface UnaryFunction {
  readonly text: (x: string) => string;
  readonly f: (x: number) => number;
  readonly slope: (x: number, y: number) => number;
  /** In C, on vectors. */
  readonly c: (x: string) => string;
  readonly cSlope: (x: string, y: string) => string;
}

/** An operation on two numbers. */
export interface BinaryFunction {
  readonly text: (x: string, y: string) => string;
  readonly f: (x: number, y: number) => number;
  /** In C, on vectors. */
  readonly c: (x: string, y: string) => string;
  readonly slopes: readonly [(x: number, y: number) => number, (x: number, y: number) => number];
  readonly cSlopes: readonly [(x: string, y: string) => string, (x: string, y: string) => string];
}

/** What random programs are made of; all of it is finite and smooth everywhere. */
export const unaries = {
  tanh: {
    text: (x) => `Math.tanh(${x})`,
    f: Math.tanh,
    slope: (_, y) => 1 - y * y,
    c: (x) => `hyperbolic_tangent(${x})`,
    cSlope: (_, y) => `(1.0 - ${y} * ${y})`,
  },
  cos: {
    text: (x) => `Math.cos(${x})`,
    f: Math.cos,
    slope: (x) => -Math.sin(x),
    c: (x) => `cosine(${x})`,
    cSlope: (x) => `cosine(${x} + ${Math.PI / 2})`,
  },
  bell: {
    text: (x) => `Math.exp(-(${x}) * (${x}))`,
    f: (x) => Math.exp(-x * x),
    slope: (x, y) => -2 * x * y,
    c: (x) => `exponential(-${x} * ${x})`,
    cSlope: (x, y) => `(-2.0 * ${x} * ${y})`,
  },
  length: {
    text: (x) => `Math.sqrt(1 + (${x}) * (${x}))`,
    f: (x) => Math.sqrt(1 + x * x),
    slope: (x, y) => x / y,
    c: (x) => `root(1.0 + ${x} * ${x})`,
    cSlope: (x, y) => `(${x} / ${y})`,
  },
} as const satisfies Readonly<Record<string, UnaryFunction>>;

export const binaries = {
  sum: {
    text: (x, y) => `(${x}) + (${y})`,
    f: (x, y) => x + y,
    c: (x, y) => `${x} + ${y}`,
    slopes: [() => 1, () => 1],
    cSlopes: [() => "1.0", () => "1.0"],
  },
  difference: {
    text: (x, y) => `(${x}) - (${y})`,
    f: (x, y) => x - y,
    c: (x, y) => `${x} - ${y}`,
    slopes: [() => 1, () => -1],
    cSlopes: [() => "1.0", () => "-1.0"],
  },
  product: {
    text: (x, y) => `(${x}) * (${y})`,
    f: (x, y) => x * y,
    c: (x, y) => `${x} * ${y}`,
    slopes: [(_, y) => y, (x) => x],
    cSlopes: [(_, y) => y, (x) => x],
  },
  quotient: {
    text: (x, y) => `(${x}) / (2 + (${y}) * (${y}))`,
    f: (x, y) => x / (2 + y * y),
    c: (x, y) => `${x} / (2.0 + ${y} * ${y})`,
    slopes: [(_, y) => 1 / (2 + y * y), (x, y) => (-2 * x * y) / (2 + y * y) ** 2],
    cSlopes: [
      (_, y) => `(1.0 / (2.0 + ${y} * ${y}))`,
      (x, y) => `(-2.0 * ${x} * ${y} / ((2.0 + ${y} * ${y}) * (2.0 + ${y} * ${y})))`,
    ],
  },
} as const satisfies Readonly<Record<string, BinaryFunction>>;
