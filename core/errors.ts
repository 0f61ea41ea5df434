/** The closed set of error codes; each says which promise was broken. */
export const errorCodes = {
  E_LAMBDA: "the lambda is outside the language",
  E_FREE: "the lambda uses a name that is not in its arguments",
  E_SCOPE: "a scope value is neither number, parameter, list nor function",
  E_COLUMN: "the column does not exist",
  E_AMBIGUOUS: "one name stands for two things",
  E_TYPE: "the type does not fit",
  E_SHAPE: "lengths or axes disagree",
  E_SCHEMA: "the schema differs between batches, or from the one that was given",
  E_OFFSETS: "list offsets or validity are malformed",
  E_PARAMETER: "the parameter is not valid here",
  E_WIDTH: "a choice reaches a comparison and has no width",
  E_FLAT: "a derivative is lost in a step",
  E_HARD: "a derivative was asked of a hard stage",
  E_SOFT: "a relaxation is not defined for this construct",
  E_LIMIT: "a limit is exceeded",
  E_NONFINITE: "a number must be finite",
  E_DEGENERATE: "the problem has a flat direction",
  E_SINGULAR: "a matrix is singular, or not positive definite",
  E_CONVERGENCE: "an iteration ended before it came to a solution",
  E_BINDING: "one parameter is bound to two values in one pass",
  E_REPLAY: "the source cannot be read again or differs when read again",
  E_FILE: "the file cannot be read",
  E_QUERY: "the query cannot be run",
  E_UPSTREAM: "a dependency failed",
  E_CANCELLED: "the work was cancelled",
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorParts {
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Where: a lambda with a caret, a column path, a JSON pointer, an event number. */
  readonly where?: string | undefined;
  /** What to do instead. */
  readonly cure?: string | undefined;
  /** How far the work came: the matrix, the point, the residual. */
  readonly state?: unknown;
  readonly cause?: unknown;
}

/** The one error class of the package: a code, what is wrong, where, and what to do. */
export class JagradError extends Error {
  override readonly name = "JagradError";
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly cure: string | undefined;
  readonly state: unknown;

  constructor(code: ErrorCode, parts: ErrorParts) {
    const lines = [`${code}: ${parts.what}`];
    if (parts.where) lines.push(...parts.where.split("\n").map((line) => `  ${line}`));
    if (parts.cure) lines.push(`  try: ${parts.cure}`);
    super(lines.join("\n"), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = code;
    this.where = parts.where;
    this.cure = parts.cure;
    this.state = parts.state;
  }
}

/** True for errors of this package, also across two copies of it in one process. */
export const isJagradError = (error: unknown): error is JagradError =>
  error instanceof Error && error.name === "JagradError" && "code" in error;

/** Builds the error of a code; `throw fail("E_TYPE", { what, where, cure })`. */
export const fail = (code: ErrorCode, parts: ErrorParts): JagradError => new JagradError(code, parts);
