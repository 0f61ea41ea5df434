/** A sum of products of variables with factors: the numbers of the variables, in order, as the key; "" for a constant. */
export type Polynomial = ReadonlyMap<string, number>;

export const constantPolynomial = (value: number): Polynomial => (value === 0 ? new Map() : new Map([["", value]]));

const sumOf = (terms: Iterable<readonly [string, number]>): Polynomial => {
  const sum = new Map<string, number>();
  for (const [key, factor] of terms) {
    const total = (sum.get(key) ?? 0) + factor;
    if (total === 0) sum.delete(key);
    else sum.set(key, total);
  }
  return sum;
};

export const plus = (p: Polynomial, q: Polynomial): Polynomial => sumOf([...p, ...q]);

export const minus = (p: Polynomial, q: Polynomial): Polynomial =>
  sumOf([...p, ...[...q].map(([key, factor]) => [key, -factor] as const)]);

const factorsOf = (key: string): readonly string[] => (key === "" ? [] : key.split(","));

const product = (x: string, y: string): string =>
  [...factorsOf(x), ...factorsOf(y)].toSorted((i, j) => Number(i) - Number(j)).join();

export const times = (p: Polynomial, q: Polynomial): Polynomial =>
  sumOf([...p].flatMap(([x, f]) => [...q].map(([y, g]) => [product(x, y), f * g] as const)));

/** The variables that stand in a polynomial. */
export const variablesOf = (p: Polynomial): readonly number[] => [
  ...new Set([...p.keys()].flatMap(factorsOf).map(Number)),
];

/**
 * A polynomial that is at most `p`, with the bounds of a variable in its place: `low` where it counts positively, `high`
 * where it counts negatively; undefined where the bound that is needed is not there.
 */
export const replaced = (
  p: Polynomial,
  variable: number,
  low: Polynomial | undefined,
  high: Polynomial | undefined,
  isPositive: (variable: number) => boolean,
): Polynomial | undefined => {
  let sum: Polynomial = new Map();
  for (const [key, factor] of p) {
    const factors = factorsOf(key);
    const place = factors.indexOf(String(variable));
    const others = factors.filter((_, k) => k !== place);
    if (place < 0) {
      sum = plus(sum, new Map([[key, factor]]));
      continue;
    }
    const bound = factor > 0 ? low : high;
    if (!bound || !others.every((id) => isPositive(Number(id)))) return undefined;
    sum = plus(sum, times(bound, new Map([[others.join(), factor]])));
  }
  return sum;
};
