/**
 * What arithmetic is written against, once for every back end: lanes of doubles in WebAssembly, texts of JavaScript, or
 * plain numbers. A `V` stands for a number or, where an operation says so, for a truth value; whole numbers are doubles.
 * All lanes are computed, so nothing here branches, and an operation follows IEEE 754 exactly unless it says otherwise.
 */
export interface Lanes<V> {
  /** A number that is known when the code is made. */
  readonly k: (value: number) => V;
  readonly truth: (value: boolean) => V;
  /** The number of a `k`; undefined where it is not known when the code is made. */
  readonly known: (x: V) => number | undefined;
  /** Names a value that is used more than once. */
  readonly let: (value: V) => V;

  readonly add: (x: V, y: V) => V;
  readonly sub: (x: V, y: V) => V;
  readonly mul: (x: V, y: V) => V;
  readonly div: (x: V, y: V) => V;
  readonly neg: (x: V) => V;
  readonly abs: (x: V) => V;
  /** The size of the first number with the sign of the second one, also of -0. */
  readonly copySign: (size: V, sign: V) => V;
  readonly sqrt: (x: V) => V;
  readonly floor: (x: V) => V;
  readonly ceil: (x: V) => V;
  readonly trunc: (x: V) => V;
  /** `x * y + z` and `z - x * y`, rounded once or twice: for polynomials, not for what a lambda says. */
  readonly madd: (x: V, y: V, z: V) => V;
  readonly nmadd: (x: V, y: V, z: V) => V;
  /** A product in which a zero wins: 0 where one of the two is 0, also if the other one is infinite or NaN. */
  readonly weigh: (x: V, y: V) => V;
  /** As `Math.min` and `Math.max`: NaN wins, and -0 is below 0. */
  readonly min: (x: V, y: V) => V;
  readonly max: (x: V, y: V) => V;
  /** Cheaper: `bound < x ? bound : x` and `bound > x ? bound : x`, so that an `x` that is NaN stays. */
  readonly atMost: (x: V, bound: V) => V;
  readonly atLeast: (x: V, bound: V) => V;

  /** Comparisons give truth values; all but `ne` are false of NaN. */
  readonly lt: (x: V, y: V) => V;
  readonly le: (x: V, y: V) => V;
  readonly gt: (x: V, y: V) => V;
  readonly ge: (x: V, y: V) => V;
  readonly eq: (x: V, y: V) => V;
  readonly ne: (x: V, y: V) => V;
  readonly and: (a: V, b: V) => V;
  readonly or: (a: V, b: V) => V;
  readonly not: (a: V) => V;
  /** `yes` where the truth value holds, else `no`: both numbers, or both truth values. */
  readonly select: (a: V, yes: V, no: V) => V;
  /** `usual` where the truth value `fine` holds; elsewhere, which has to be rare, `f` is called for one lane. */
  readonly orCall: (fine: V, usual: V, f: (...inputs: number[]) => number, inputs: readonly V[]) => V;

  /**
   * `x` times 2 to the power of a whole number `n + more`, 0 if not given, from -1022 to 1023, by one multiplication; where it
   * is -1023, the power may be 0.
   */
  readonly scale2: (x: V, n: V, more?: number) => V;
  /** `x = m * 2 ** n` with `m` from sqrt(1/2) to sqrt(2); `x` positive and normal. */
  readonly splitExponent: (x: V) => { readonly m: V; readonly n: V };
  /** The nearest whole number, ties to even; `|x| < 2 ** 51`. A zero may have either sign. */
  readonly round: (x: V) => V;
  /** `round` of `x * y`, where the product may be rounded before or not. */
  readonly roundOf: (x: V, y: V) => V;
  /** Whether a whole number is odd; `|n| < 2 ** 51`. */
  readonly isOdd: (n: V) => V;
  /** `x` after `n` quarter turns, `|n| < 2 ** 51`, if two of them change its sign: less than itself where `n` is 2 or 3, modulo 4. */
  readonly turned: (x: V, n: V) => V;
}

/** A function of numbers in terms of lanes. */
export type Lowering = <V>(lanes: Lanes<V>, ...inputs: readonly V[]) => V;
