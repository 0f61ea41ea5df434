/** The value of each parameter by name, in an object without prototype: names are data. */
export type Point = Readonly<Record<string, number>>;

/** Whether the largest or the smallest value is looked for. */
export type Sense = "maximise" | "minimise";

/** What is optimised with derivatives; widths of choices are to be multiplied by `widthFactor`. */
export type Objective = (
  at: Point,
  options: { widthFactor: number; signal?: AbortSignal },
) => Promise<{ value: number; gradient: Readonly<Record<string, number>> }>;

/** What is optimised without derivatives. */
export type ValueObjective = (at: Point, options: { signal?: AbortSignal }) => number | Promise<number>;

/** Options that hand a signal on, if there is one. */
export const withSignal = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {});
