/** What makes one partial result of two. */
export type Join = (before: number, more: number) => number;

/** Joins partial results to those before, number by number: adds them unless another step is given. */
export const join = (into: Float64Array, more: Float64Array, step?: Join): void => {
  const n = Math.min(into.length, more.length);
  if (step) for (let i = 0; i < n; i++) into[i] = step(into[i] ?? 0, more[i] ?? 0);
  else for (let i = 0; i < n; i++) into[i] = (into[i] ?? 0) + (more[i] ?? 0);
};
