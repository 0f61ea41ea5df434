import fc from "fast-check";
import { compile, diff, grad, hvp, jvp, vjp } from "../../core/algorithms/index.ts";
import { type AlgorithmInput, algorithmFrom } from "../arbitraries/algorithms.ts";
import { functionOf } from "../arbitraries/functions.ts";
import { tapeArbitrary } from "../arbitraries/tape.ts";
import { differentiate, type Estimate } from "../differences.ts";
import type { Law } from "../law.ts";
import { holdsFor } from "../sample.ts";

type Algorithm = (p: AlgorithmInput) => number;

/** An algorithm, a closed lambda; random ones where there is none. */
export interface AlgorithmSubject {
  readonly name: string;
  readonly f?: Algorithm;
}

type Nested = number | readonly Nested[] | { readonly [name: string]: Nested };

interface Case {
  readonly tape: readonly number[];
  readonly numbers: readonly number[];
  readonly rows: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  tape: tapeArbitrary(150),
  numbers: fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 47, maxLength: 47 }),
  rows: fc.integer({ min: 4, max: 7 }),
});

const inputOf = ({ numbers, rows }: Case): AlgorithmInput => {
  // numbers that are far smaller than the others have no differences
  const at = (k: number): number => Math.round((numbers[k] ?? 0) * 1e6) / 1e6 + 1e-3 * Math.sin(k + 1);
  const list = (size: number, from: number): readonly number[] => Array.from({ length: size }, (_, k) => at(from + k));
  return {
    x: list(rows, 0),
    w: Array.from({ length: rows }, (_, k) => list(3, 7 + 3 * k)),
    y: at(28),
    q: { a: at(29), three: list(3, 30) },
    points: Array.from({ length: rows }, (_, k) => ({ a: at(33 + 2 * k), b: at(34 + 2 * k) })),
  };
};

const numbersOf = (value: unknown): readonly number[] =>
  typeof value === "number" ? [value] : Object.values(value as Nested).flatMap((part: unknown) => numbersOf(part));

const mapNumbers = (value: unknown, f: (x: number, k: number) => number): unknown => {
  let next = 0;
  const map = (part: unknown): unknown => {
    if (typeof part === "number") return f(part, next++);
    if (Array.isArray(part) || ArrayBuffer.isView(part)) return Array.from(part as readonly unknown[], map);
    return Object.fromEntries(Object.entries(part as object).map(([name, inner]) => [name, map(inner)]));
  };
  return map(value);
};

/** A direction without symmetry. */
const along = (p: AlgorithmInput, phase: number): AlgorithmInput =>
  mapNumbers(p, (_, k) => Math.cos(phase + 1.7 * k)) as AlgorithmInput;

const dot = (x: unknown, y: unknown): { readonly sum: number; readonly size: number } => {
  const [p, q] = [numbersOf(x), numbersOf(y)];
  if (p.length !== q.length) throw new Error(`${p.length} numbers against ${q.length}`);
  const terms = p.map((value, k) => value * (q[k] ?? 0));
  return { sum: terms.reduce((s, t) => s + t, 0), size: terms.reduce((s, t) => s + Math.abs(t), 0) };
};

/** What several dozen steps of rounding leave of sums of this size. */
const rounding = 1e-10;

const expectClose = (what: string, found: number, wanted: number, size = Math.abs(wanted)): void => {
  if (Object.is(found, wanted) || Math.abs(found - wanted) <= rounding * (1 + size)) return;
  throw new Error(`${what}: ${found} against ${wanted}`);
};

/** Whether something was compared, or a kink or a jump was too near. */
type Compared = "compared" | "near a kink";

/** At most so many points may be near a kink. */
const mostNearKinks = 0.5;

/** States a law of algorithms at points of their input. */
const lawOf = (
  name: string,
  says: string,
  samples: number,
  check: (f: Algorithm, p: AlgorithmInput) => Compared,
): Law<AlgorithmSubject> => ({
  name,
  says,
  nameOf: (subject) => subject.name,
  check: (subject, settings) => {
    const counts = { compared: 0, "near a kink": 0 };
    holdsFor({ law: name, subject: subject.name, arbitrary: cases, samples }, settings, (each) => {
      const text = algorithmFrom(each.tape);
      const p = inputOf(each);
      try {
        counts[check(subject.f ?? (functionOf(text) as Algorithm), p)]++;
      } catch (error) {
        throw new Error(`${subject.f ? subject.name : text}\nat ${JSON.stringify(p)}\n${String(error)}`, {
          cause: error,
        });
      }
    });
    const near = counts["near a kink"];
    if (near > mostNearKinks * (near + counts.compared))
      throw new Error(`${near} of ${near + counts.compared} points are near a kink`);
  },
});

export const algorithmValuesLaw = lawOf(
  "values of algorithms",
  "a compiled algorithm gives the number that its lambda gives as JavaScript, to rounding",
  120,
  (f, p) => {
    expectClose("the value", (compile(f) as Algorithm)(p), f(p));
    return "compared";
  },
);

export const algorithmModesLaw = lawOf(
  "modes of algorithms",
  "<u, J d> = <J^T u, d>: forward and reverse mode agree, and a gradient does not depend on how much memory its tapes may take",
  40,
  (f, p) => {
    const d = along(p, 1);
    const { value, tangent } = jvp(f, [p], [d]);
    const gradient = grad(f)(p);
    const { sum, size } = dot(gradient, d);
    expectClose("forward and reverse", tangent, sum, size);
    expectClose("the value beside a tangent", value, f(p));
    const forward = numbersOf(grad(f, { mode: "forward" })(p));
    const inLittle = numbersOf(grad(f, { memory: 64 })(p));
    for (const [k, slope] of numbersOf(gradient).entries()) {
      expectClose(`derivative ${k} forward and reverse`, forward[k] ?? Number.NaN, slope, size);
      expectClose(`derivative ${k} in little memory`, inLittle[k] ?? Number.NaN, slope, size);
    }
    return "compared";
  },
);

const tangentOf = (p: AlgorithmInput, d: AlgorithmInput, { f, jvp: push }: Tools): number => push(f, [p], [d]).tangent;

type Tools = { readonly f: Algorithm; readonly jvp: typeof jvp };

export const algorithmOrdersLaw = lawOf(
  "orders of modes of algorithms",
  "forward over reverse, reverse over forward, reverse over reverse and forward over forward give one second derivative",
  30,
  (f, p) => {
    const [d, e] = [along(p, 1), along(p, 2.5)];
    const scope = { f, jvp };
    const wanted = numbersOf(hvp(f)(p, d));
    const size = Math.max(...wanted.map(Math.abs));
    const others = {
      "reverse over forward": grad(tangentOf, { scope })(p, d),
      "reverse over reverse": vjp(grad(f), [p]).pullback(d as never)[0],
    };
    for (const [name, slopes] of Object.entries(others))
      for (const [k, slope] of numbersOf(slopes).entries())
        expectClose(`${name}, number ${k}`, slope, wanted[k] ?? Number.NaN, size);
    const zero = mapNumbers(p, () => 0) as AlgorithmInput;
    const { tangent } = jvp<typeof tangentOf, Tools>(tangentOf, [p, d], [e, zero], scope);
    const { sum, size: terms } = dot(wanted, e);
    expectClose("forward over forward", tangent, sum, terms);
    return "compared";
  },
);

type Inner = { readonly f: Algorithm; readonly diff: typeof diff };

/** The derivative by one number, of a function that uses all the others, and that number too, from around it. */
const insideOf = (p: AlgorithmInput, { f, diff: inner }: Inner): number =>
  inner((u: number) => p.y * f({ x: p.x, w: p.w, y: u, q: p.q, points: p.points }))(p.y);

export const algorithmNestingLaw = lawOf(
  "nested derivatives of algorithms",
  "a derivative inside of a derivative takes what is around it as constant, and the one outside does not",
  20,
  (f, p) => {
    const only = mapNumbers(p, () => 0) as AlgorithmInput;
    const second = hvp(f)(p, { ...only, y: 1 });
    const { y: slope } = grad(f)(p);
    // d(y df/dy) = y d(df/dy) + df/dy dy
    const wanted = mapNumbers(second, (x) => p.y * x) as AlgorithmInput;
    const numbers = numbersOf({ ...wanted, y: wanted.y + slope });
    const size = Math.max(...numbers.map(Math.abs));
    const scope = { f, diff };
    expectClose("the value", (compile(insideOf, undefined, { scope }) as Algorithm)(p), p.y * slope, size);
    for (const mode of ["forward", "reverse"] as const)
      for (const [k, found] of numbersOf(grad(insideOf, { scope, mode })(p)).entries())
        expectClose(`${mode} mode, number ${k}`, found, numbers[k] ?? Number.NaN, size);
    return "compared";
  },
);

/** Differences that are worse than this, of the slope, say nothing: a kink or a jump is near. */
const useful = 1e-6;

/** Where differences with large and with small steps disagree, a kink lies between. */
const reaches = [2 ** -7, 2 ** -13, 2 ** -19] as const;

const differencesOf = (value: (step: number) => number, ulps: number): Estimate | undefined => {
  const all = reaches.map((reach) => differentiate(value, 0, reach, ulps));
  const [best] = all;
  const agree = all.every(
    (each) =>
      best &&
      each.error <= useful * (1 + Math.abs(each.value)) &&
      Math.abs(each.value - best.value) <= 4 * (each.error + best.error),
  );
  return agree ? best : undefined;
};

export const algorithmDifferencesLaw = lawOf(
  "slopes of algorithms",
  "the first and second derivative of an algorithm along a direction equal differences of its lambda as JavaScript",
  60,
  (f, p) => {
    const d = along(p, 1);
    const by = numbersOf(d);
    const at = (step: number): AlgorithmInput => mapNumbers(p, (x, k) => x + step * (by[k] ?? 0)) as AlgorithmInput;
    const compare = (what: string, slope: number, value: (step: number) => number, ulps: number): Compared => {
      const wanted = differencesOf(value, ulps);
      if (!wanted) return "near a kink";
      if (!(Math.abs(slope - wanted.value) <= 4 * wanted.error + rounding * (1 + Math.abs(wanted.value))))
        throw new Error(`${what} is ${slope}, differences give ${wanted.value} +- ${wanted.error}`);
      return "compared";
    };
    const slopeAt = (step: number): number => jvp(f, [at(step)], [d]).tangent;
    const first = compare("the first derivative", slopeAt(0), (step) => f(at(step)), 2 ** 6);
    if (first !== "compared") return first;
    return compare("the second derivative", dot(hvp(f)(p, d), d).sum, slopeAt, 2 ** 10);
  },
);
