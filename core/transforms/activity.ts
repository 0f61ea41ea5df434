import type { Atom, Equation, Input, Program } from "../program/index.ts";

const isActiveInput = ({ primitive }: Equation, k: number): boolean => primitive.modes[k] !== "flat";

/** One bit for each seed. */
type Bits = Uint32Array;

const contains = (whole: Bits, part: Bits): boolean => part.every((word, k) => (word & ~(whole[k] ?? 0)) === 0);

const union = (a: Bits, b: Bits): Bits => {
  if (a === b || contains(a, b)) return a;
  return contains(b, a) ? b : a.map((word, k) => word | (b[k] ?? 0));
};

/**
 * For each variable, which of the seeds its derivative depends on.
 * @param seedOf - the seed that a program input is, if it is one
 */
export const activity = <S>(
  program: Program,
  seedOf: (input: Input) => S | undefined,
): ((atom: Atom) => ReadonlySet<S>) => {
  const none: ReadonlySet<S> = new Set();
  const found = program.inputs.flatMap((input) => {
    const seed = seedOf(input);
    return seed === undefined ? [] : [{ id: input.variable.id, seed }];
  });
  if (found.length === 0) return () => none;
  const seeds = [...new Set(found.map(({ seed }) => seed))];
  const numbers = new Map(seeds.map((seed, k) => [seed, k]));
  const propagated = (): ReadonlyMap<number, Bits> => {
    const all = new Map<number, Bits>();
    for (const { id, seed } of found) {
      const [k, bits] = [numbers.get(seed) ?? 0, new Uint32Array(Math.ceil(seeds.length / 32))];
      bits[k >> 5] = 1 << (k & 31);
      all.set(id, bits);
    }
    for (const equation of program.equations) {
      let own: Bits | undefined;
      for (const [k, input] of equation.inputs.entries()) {
        const bits = input.kind === "var" && isActiveInput(equation, k) ? all.get(input.id) : undefined;
        if (bits) own = own ? union(own, bits) : bits;
      }
      if (own) all.set(equation.output.id, own);
    }
    return all;
  };
  let reached: ReadonlyMap<number, Bits> | undefined;
  const sets = new Map<Bits, ReadonlySet<S>>();
  const setOf = (bits: Bits): ReadonlySet<S> => {
    const known = sets.get(bits) ?? new Set(seeds.filter((_seed, k) => ((bits[k >> 5] ?? 0) >>> (k & 31)) & 1));
    sets.set(bits, known);
    return known;
  };
  return (atom) => {
    if (atom.kind === "const") return none;
    reached ??= propagated();
    const bits = reached.get(atom.id);
    return bits ? setOf(bits) : none;
  };
};

/** Whether the derivative of a variable depends on any of some variables. */
export const dependents = (program: Program, seeds: Iterable<number>): ((atom: Atom) => boolean) => {
  const reached = new Set<number>(seeds);
  const isReached = (atom: Atom): boolean => atom.kind === "var" && reached.has(atom.id);
  for (const equation of program.equations)
    if (equation.inputs.some((input, k) => isReached(input) && isActiveInput(equation, k)))
      reached.add(equation.output.id);
  return isReached;
};
