import { add, mul, weigh } from "../../primitives/index.ts";
import type { Atom, Equation, Primitive } from "../../program/index.ts";
import type { Schedule } from "../schedule.ts";
import { computedIn, type LoopOf, readHere } from "./steps.ts";

/** A product of a number of an element with one that is the same for all elements of a loop. */
export interface Term {
  readonly factor: Atom;
  readonly coefficient: Atom;
  /** True where a zero wins over NaN. */
  readonly isWeighed: boolean;
}

/** Such products and other numbers of an element, added up. */
export interface Form {
  readonly output: Atom;
  readonly terms: readonly Term[];
  readonly others: readonly Atom[];
}

/** With fewer terms, a form is computed like everything else. */
const fewest = 4;

const isProduct = (primitive: Primitive): boolean => primitive === mul.primitive || primitive === weigh.primitive;

/** True for what is kept as a double. */
export const isNumber = ({ dtype }: Atom): boolean => dtype === "f64" || dtype === "i32";

/** True for a number that is the same for all elements of a loop. */
export const isUniform = ({ origin, home }: Schedule, atom: Atom): boolean => {
  const from = origin(atom);
  return isNumber(from) && (from.kind === "const" || home(from) === null);
};

/**
 * The sums of products among what a loop computes, as far as nothing else reads what they are made of.
 * @param equations - each after what it reads
 * @param results - what is read after the loop
 */
export const formsIn = (loop: LoopOf, equations: readonly Equation[], results: readonly Atom[]): readonly Form[] => {
  const { origin } = loop.schedule;
  const here = new Set(equations);
  const uses = new Map<Atom, number>(results.map((atom) => [origin(atom), 2]));
  for (const atom of equations.flatMap(readHere)) uses.set(origin(atom), (uses.get(origin(atom)) ?? 0) + 1);

  /** What computes an atom that nothing else reads. */
  const inner = (atom: Atom): Equation | undefined => {
    const equation = uses.get(origin(atom)) === 1 ? computedIn(loop, atom) : undefined;
    return equation && here.has(equation) ? equation : undefined;
  };
  const termOf = ({ primitive, inputs: [x, y] }: Equation): Term | undefined => {
    if (!x || !y || !isProduct(primitive)) return undefined;
    const [isX, isY] = [isUniform(loop.schedule, x), isUniform(loop.schedule, y)];
    if (isX === isY) return undefined;
    const [factor, coefficient] = isX ? [y, x] : [x, y];
    if (!isNumber(factor)) return undefined;
    return { factor: origin(factor), coefficient: origin(coefficient), isWeighed: primitive === weigh.primitive };
  };
  const seen = new Set<Equation>();
  const formOf = (equation: Equation): Form | undefined => {
    const terms: Term[] = [];
    const others: Atom[] = [];
    const ahead: Atom[] = [...equation.inputs].reverse();
    for (let atom = ahead.pop(); atom; atom = ahead.pop()) {
      const made = inner(atom);
      const term = made && termOf(made);
      if (made?.primitive === add.primitive) ahead.push(...[...made.inputs].reverse());
      else if (term) terms.push(term);
      else others.push(origin(atom));
      if (made?.primitive === add.primitive) seen.add(made);
    }
    return terms.length >= fewest && others.every(isNumber) ? { output: equation.output, terms, others } : undefined;
  };
  return equations
    .toReversed()
    .flatMap((equation) =>
      equation.primitive === add.primitive && isNumber(equation.output) && !seen.has(equation)
        ? (formOf(equation) ?? [])
        : [],
    )
    .reverse();
};
