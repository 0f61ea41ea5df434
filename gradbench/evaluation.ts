/** Computes a function once for the input that it was made for. */
export type Run = () => unknown;

/**
 * Reads an input and compiles what it needs.
 * @throws Error where the input is not what the function takes
 */
export type Prepare = (input: unknown) => Run;

/** The functions of one evaluation, by name. */
export type Evaluation = Readonly<Record<string, Prepare>>;
