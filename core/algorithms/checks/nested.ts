const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

const isTyped = (value: object): value is Float64Array => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** The numbers of arrays and objects inside each other, in order; truth values are none. */
export const numbersOf = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value];
  if (!isNested(value)) return [];
  return isTyped(value) ? Array.from(value) : Object.values(value).flatMap(numbersOf);
};

/** The same structure with other numbers. */
export const mapNumbers = (value: unknown, f: (x: number) => number): unknown => {
  if (typeof value === "number") return f(value);
  if (!isNested(value)) return value;
  if (isTyped(value)) return Array.from(value, f);
  if (Array.isArray(value)) return value.map((part: unknown) => mapNumbers(part, f));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapNumbers(part, f)]));
};

/** The same structure with these numbers, in order. */
export const withNumbers = (value: unknown, numbers: readonly number[]): unknown => {
  let next = 0;
  return mapNumbers(value, () => numbers[next++] ?? Number.NaN);
};

/** The sum of products of the numbers that two values of one structure both have; where one has a truth value, none. */
export const dot = (x: unknown, y: unknown): number => {
  if (typeof x === "boolean" || typeof y === "boolean") return 0;
  if (typeof x === "number" && typeof y === "number") return x * y;
  if (!isNested(x) || !isNested(y)) return Number.NaN;
  const [p, q] = [Object.values(x), Object.values(y)];
  return p.reduce<number>((sum, part, k) => sum + dot(part, q[k]), p.length === q.length ? 0 : Number.NaN);
};

/** Moves a value along a direction of its structure. */
export const moved = (value: unknown, along: unknown, step: number): unknown => {
  const by = numbersOf(along);
  return withNumbers(
    value,
    numbersOf(value).map((x, k) => x + step * (by[k] ?? 0)),
  );
};
